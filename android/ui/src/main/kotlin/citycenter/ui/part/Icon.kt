package citycenter.ui.part

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.size
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.withTransform
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.Shape
import citycenter.ui.look.Drawing
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.glyph

/** An outline glyph beside words; screen readers pass it by. */
@Composable
fun Icon(name: String, modifier: Modifier = Modifier, size: Dp = 20.dp, colour: Color = LocalContentColor.current) {
    Canvas(modifier.size(size)) {
        val scale = this.size.minDimension / 24f
        withTransform({ scale(scale, scale, Offset.Zero) }) { glyph(name, colour) }
    }
}

/** The badge of a status: its outline, its colour and its sign; words stand beside it. */
@Composable
fun Badge(shape: Shape, modifier: Modifier = Modifier, size: Dp = 20.dp) {
    val palette = LocalPalette.current
    val drawing = Drawing.badge(shape)
    Canvas(modifier.size(size)) {
        val scale = this.size.minDimension / 46f
        withTransform({
            scale(scale, scale, Offset.Zero)
            translate(3f, 3f)
        }) { with(drawing) { draw(palette, glyph = null) } }
    }
}
