package citycenter.core

import citycenter.mobilecore.CoreException

/** A kind of thing that can be reported, by its stable names: pictures go by them. */
data class Kind(val type: String, val category: String)

/** Which kind a title names: what the screens of reports show has titles alone. */
class Kinds(private val app: App) {
    private var of: Any? = null
    private var known = emptyMap<String, Kind>()

    /** Every title that the city uses now, in the language that is spoken; none before the phone has heard it. */
    suspend fun all(): Map<String, Kind> {
        val asked = app.words.language to app.account()?.id
        if (of != asked || known.isEmpty()) {
            known = try {
                val groups = app.core.catalogue().categories
                groups.flatMap { group -> group.types.map { it.title to Kind(it.slug, group.slug) } }.toMap()
            } catch (_: CoreException) {
                emptyMap()
            }
            of = asked
        }
        return known
    }
}
