package citycenter.ui.look

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import citycenter.mobilecore.Shape

/** The colours of one theme, by role: those of the web's tokens. */
@Immutable
class Palette private constructor(val isDark: Boolean, private val roles: Map<String, Color>) {
    /** The colour of a role, `st-soon-ink`; a `#rrggbb` is itself. */
    operator fun get(role: String): Color =
        if (role.startsWith("#")) read(role) else roles[role] ?: error("there is no colour $role")

    val page get() = this["page"]
    val surface get() = this["surface"]
    val sunk get() = this["sunk"]
    val raised get() = this["raised"]
    val line get() = this["line"]
    val lineStrong get() = this["line-strong"]
    val ink get() = this["ink"]
    val ink2 get() = this["ink-2"]
    val ink3 get() = this["ink-3"]
    val accent get() = this["accent"]
    val onAccent get() = this["on-accent"]
    val accentSoft get() = this["accent-soft"]
    val accentInk get() = this["accent-ink"]
    val lamp get() = this["lamp"]
    val lampSoft get() = this["lamp-soft"]

    fun of(shape: Shape): StatusColours = shape.role.let { name ->
        StatusColours(this["st-$name"], this["on-$name"], this["st-$name-soft"], this["st-$name-ink"])
    }

    /** Material's roles, as `look.md` maps them. */
    fun material(): ColorScheme {
        val danger = of(Shape.DANGER)
        val base = if (isDark) darkColorScheme() else lightColorScheme()
        return base.copy(
            primary = accent, onPrimary = onAccent, primaryContainer = accentSoft, onPrimaryContainer = accentInk,
            secondary = accent, onSecondary = onAccent, secondaryContainer = accentSoft, onSecondaryContainer = accentInk,
            tertiary = lamp, onTertiary = this["on-lamp"], tertiaryContainer = lampSoft, onTertiaryContainer = ink,
            error = danger.fill, onError = danger.on, errorContainer = danger.soft, onErrorContainer = danger.ink,
            background = page, onBackground = ink, surface = page, onSurface = ink,
            surfaceVariant = sunk, onSurfaceVariant = ink2, surfaceTint = Color.Transparent,
            surfaceContainerLowest = surface, surfaceContainerLow = surface, surfaceContainer = surface,
            surfaceContainerHigh = if (isDark) raised else sunk, surfaceContainerHighest = if (isDark) raised else sunk,
            inverseSurface = ink, inverseOnSurface = page, inversePrimary = accentSoft,
            outline = lineStrong, outlineVariant = line,
        )
    }

    companion object {
        private val all by lazy {
            Assets.table("tokens").groupBy({ it[0] }, { it[1] to read(it[2]) }).mapValues { (_, roles) -> roles.toMap() }
        }

        fun of(dark: Boolean, contrast: Boolean = false): Palette {
            val name = if (contrast) (if (dark) "contrast-dark" else "contrast") else (if (dark) "dark" else "light")
            return Palette(dark, all.getValue(name))
        }

        private fun read(hex: String) = Color(0xFF000000 or hex.drop(1).toLong(16))
    }
}

/** The four colours of a status: text is only ever [ink]. */
@Immutable
class StatusColours(val fill: Color, val on: Color, val soft: Color, val ink: Color)

/** The name of a shape in roles and drawings. */
val Shape.role: String get() = name.lowercase()


val LocalPalette = staticCompositionLocalOf<Palette> { error("no theme") }
