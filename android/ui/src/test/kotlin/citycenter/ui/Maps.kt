package citycenter.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import citycenter.core.App
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapScene
import citycenter.ui.map.MapSlot
import citycenter.ui.map.MapView

/** The map of the stories. */
fun mapOf(app: App): MapSlot = object : MapSlot {
    @Composable
    override fun Map(scene: MapScene, description: String, onMove: (MapView) -> Unit, onPress: (MapHit) -> Unit, modifier: Modifier) {
        Box(modifier.semantics { contentDescription = description })
    }
}
