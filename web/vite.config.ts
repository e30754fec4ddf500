import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// `vite` alone is for developing against a running server: BASE_URL says where it is.
const server = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const EARLY = 'src/theme.js'

/** The script that runs before the first paint is no module, but gets a hashed name like all the rest. */
function earlyScript(): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', name: 'theme.js', source: readFileSync(EARLY) })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const file = Object.values(bundle ?? {}).find((f) => f.type === 'asset' && f.names.includes('theme.js'))
        if (!file || !html.includes(`src="/${EARLY}"`)) throw new Error(`${EARLY} lost its place in index.html`)
        return html.replace(`src="/${EARLY}"`, `src="/${file.fileName}"`)
      },
    },
  }
}

/** The worker of the round keeps its name: a browser asks for it by that. */
function roundWorker(): Plugin {
  return {
    name: 'round-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', fileName: 'round-worker.js', source: readFileSync('src/lib/outbox/worker.js') })
    },
  }
}

export default defineConfig({
  plugins: [svelte(), earlyScript(), roundWorker()],
  base: '/',
  // Nothing is inlined: the content security policy lets fonts and scripts come from this origin only.
  build: { assetsDir: 'assets', assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 1200 },
  server: { fs: { allow: ['..'] }, proxy: { '/api': server, '/tiles': server } },
  test: { include: ['src/**/*.test.ts'] },
})
