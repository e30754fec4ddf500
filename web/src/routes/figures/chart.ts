// Lines of months over each other. Shapes and dashes tell them apart where colours do not.
import { LineChart } from 'chartist'

export type Line = { name: 'now' | 'before'; values: (number | null)[] }

/** Draws into `box`, which the page's own styles colour; gives back how to take it away. */
export function drawLines(box: HTMLElement, labels: string[], lines: Line[]): () => void {
  const series = lines.map((line) => ({ className: line.name, data: line.values.map((value, month) => ({ meta: String(month), value })) }))
  const chart = new LineChart(
    box,
    { labels, series },
    {
      low: 0,
      fullWidth: true,
      chartPadding: { top: 12, right: 16, bottom: 4, left: 0 },
      lineSmooth: false,
      axisX: { showGrid: false },
      axisY: { onlyInteger: true, offset: 48 },
    },
  )
  return () => void chart.detach()
}
