package citycenter.core.map

/** A tile that cannot be read: cut short, damaged, or made to do harm. */
class BrokenTile(what: String) : Exception(what)

/** Protocol buffers from [at] up to [end]: every step goes forward, so that reading always ends. */
internal class Bytes(private val whole: ByteArray, private var at: Int = 0, private val end: Int = whole.size) {
    /** What comes next: [field] and how it is written, or `false` at the end. */
    fun next(): Boolean {
        if (at >= end) return false
        val tag = number()
        field = (tag ushr 3).toInt()
        kind = (tag and 7).toInt()
        return true
    }

    var field = 0
        private set
    private var kind = 0

    val hasMore get() = at < end

    /** A whole number of up to 64 bits. */
    fun number(): Long {
        var value = 0L
        for (shift in 0..63 step 7) {
            if (at >= end) throw BrokenTile("it ends within a number")
            val byte = whole[at++].toInt()
            value = value or ((byte and 0x7F).toLong() shl shift)
            if (byte >= 0) return value
        }
        throw BrokenTile("a number without end")
    }

    /** A number that has its sign in the lowest bit. */
    fun signed(): Long = number().let { (it ushr 1) xor -(it and 1) }

    fun float(): Float = Float.fromBits(fixed(4).toInt())

    fun double(): Double = Double.fromBits(fixed(8))

    fun text(): String = part().run { String(whole, at, end - at, Charsets.UTF_8) }

    /** What is written with its length before it. */
    fun part(): Bytes {
        if (kind != WITH_LENGTH) throw BrokenTile("field $field is of another kind")
        val from = skipped(number())
        return Bytes(whole, from, at)
    }

    /** Goes past what is not understood. */
    fun skip() {
        when (kind) {
            NUMBER -> number()
            EIGHT_BYTES -> skipped(8)
            WITH_LENGTH -> skipped(number())
            FOUR_BYTES -> skipped(4)
            else -> throw BrokenTile("field $field is of no kind")
        }
    }

    private fun fixed(bytes: Int): Long {
        val from = skipped(bytes.toLong())
        return (0 until bytes).fold(0L) { value, i -> value or ((whole[from + i].toLong() and 0xFF) shl (8 * i)) }
    }

    private fun skipped(bytes: Long): Int {
        if (bytes < 0 || bytes > end - at) throw BrokenTile("it is shorter than it says")
        return at.also { at += bytes.toInt() }
    }

    private companion object {
        const val NUMBER = 0
        const val EIGHT_BYTES = 1
        const val WITH_LENGTH = 2
        const val FOUR_BYTES = 5
    }
}
