package citycenter.ui.look

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.withTransform
import androidx.compose.ui.graphics.vector.PathParser
import citycenter.mobilecore.Shape

/** Outline glyphs of 24 units, by their names. */
object Glyphs {
    private val paths by lazy { Assets.table("glyphs").associate { it.first() to it.drop(1).map(::outline) } }
    private val meanings by lazy { Assets.table("meanings").associate { (kind, slug, glyph) -> "$kind/$slug" to glyph } }

    /** A plain pin for what we have no glyph for. */
    fun of(name: String): List<Path> = paths[name] ?: paths.getValue(PLAIN)

    fun ofCategory(slug: String): String = meanings["category/$slug"] ?: PLAIN

    fun ofType(slug: String, category: String = ""): String = meanings["type/$slug"] ?: ofCategory(category)

    private const val PLAIN = "map-pin"
}

/** Draws a glyph of 24 units at the scope's own scale. */
fun DrawScope.glyph(name: String, colour: Color, width: Float = 2f) {
    for (path in Glyphs.of(name)) drawPath(path, colour, style = line(width))
}

/** Pins and badges: small drawings in the colours of roles. */
internal class Drawing private constructor(private val strokes: List<Mark>) {
    private class Mark(val fill: String, val stroke: String, val width: Float, val x: Float, val y: Float, val scale: Float, val path: Path?)

    /** Draws it in its own units; [glyph] goes where a pin has its icon. */
    fun DrawScope.draw(palette: Palette, glyph: String?, from: Int = 0) {
        for (mark in strokes.drop(from)) {
            withTransform({
                translate(mark.x, mark.y)
                scale(mark.scale, mark.scale, androidx.compose.ui.geometry.Offset.Zero)
            }) {
                if (mark.path == null) {
                    glyph?.let { glyph(it, palette[mark.stroke], mark.width) }
                } else {
                    if (mark.fill != "none") drawPath(mark.path, palette[mark.fill])
                    if (mark.stroke != "none") drawPath(mark.path, palette[mark.stroke], style = line(mark.width))
                }
            }
        }
    }

    companion object {
        private val all by lazy {
            Assets.table("drawings").groupBy { it.first() }.mapValues { (_, marks) -> Drawing(marks.map(::mark)) }
        }

        fun pin(shape: Shape): Drawing = all.getValue("pin-${shape.role}")

        fun badge(shape: Shape): Drawing = all.getValue("badge-${shape.role}")

        private fun mark(cells: List<String>): Mark {
            val (width, x, y, scale) = cells.subList(3, 7).map(String::toFloat)
            return Mark(cells[1], cells[2], width, x, y, scale, cells[7].takeIf { it != "icon" }?.let(::outline))
        }
    }
}

private fun outline(path: String): Path = PathParser().parsePathString(path).toPath()

private fun line(width: Float) = Stroke(width, cap = StrokeCap.Round, join = StrokeJoin.Round)
