package citycenter.app

import android.content.Context

/** One of the system's own, which every phone has. */
internal inline fun <reified Part : Any> Context.system(): Part = checkNotNull(getSystemService(Part::class.java))
