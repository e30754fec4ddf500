package citycenter.core

import citycenter.mobilecore.Place

/** Where a map stands: its middle, and how near; zoom as of web maps with tiles of 512 units. */
data class Camera(val place: Place, val zoom: Double)
