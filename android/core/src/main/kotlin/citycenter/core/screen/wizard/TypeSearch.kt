package citycenter.core.screen.wizard

import citycenter.mobilecore.Category
import citycenter.mobilecore.IssueType

/** A type that fits what was typed; [hits] are the letters of its title that do. */
data class FoundType(val type: IssueType, val category: Category, val hits: List<IntRange>)

/**
 * Types whose title, or what belongs to them, has every word of [query]: by the title first. Long words are
 * compared without their endings, as Russian needs.
 */
fun findTypes(categories: List<Category>, query: String): List<FoundType> {
    val stems = WORD.findAll(plain(query)).map { stem(it.value) }.filter { it.length > 1 }.toList()
    if (stems.isEmpty()) return emptyList()
    fun fits(text: String) = plain(text).let { words -> stems.all { it in words } }
    val found = categories.flatMap { category ->
        category.types
            .filter { fits("${it.title} ${it.belongs}") }
            .map { FoundType(it, category, hits(it.title, stems)) }
    }
    return found.sortedBy { !fits(it.type.title) }
}

private val WORD = Regex("[\\p{L}\\p{N}]+")

private fun plain(text: String) = text.lowercase().replace('ё', 'е')

private fun stem(word: String) = when {
    word.length > 5 -> word.dropLast(2)
    word.length > 4 -> word.dropLast(1)
    else -> word
}

private fun hits(title: String, stems: List<String>): List<IntRange> =
    stems.flatMap { stem -> Regex(Regex.escape(stem)).findAll(plain(title)).map { it.range } }.sortedBy { it.first }
