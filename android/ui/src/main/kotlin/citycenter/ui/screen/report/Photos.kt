package citycenter.ui.screen.report

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.ReportPhoto
import citycenter.mobilecore.ReportScreen
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Icon
import citycenter.ui.part.Photo

/** What it was and what it became, side by side; the others below. A press shows one large. */
@Composable
internal fun Photos(report: ReportScreen, byStaff: Boolean, onPress: (String) -> Unit) {
    if (report.photos.isEmpty()) return NoPhotos()
    val pair = pair(report.photos)
    val rows = listOf(pair) + (report.photos - pair.toSet()).chunked(2)
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        for (row in rows.filter { it.isNotEmpty() }) Beside(row) { photo, modifier ->
            Shot(report, photo, byStaff, modifier) { onPress(photo.id) }
        }
        val checked = report.photos.all { it.published }
        if (checked || report.mine) {
            Text(
                say(if (checked) "screen_report_photos_checked" else "screen_report_photos_own"),
                style = MaterialTheme.typography.bodySmall,
                color = LocalPalette.current.ink2,
            )
        }
    }
}

/** The last before and the last after, as the comparison shows them; else the first two. */
private fun pair(photos: List<ReportPhoto>): List<ReportPhoto> {
    val after = photos.lastOrNull { it.after } ?: return photos.take(2)
    val before = photos.firstOrNull { !it.after } ?: return photos.take(2)
    return listOf(before, after)
}

@Composable
private fun Beside(photos: List<ReportPhoto>, draw: @Composable (ReportPhoto, Modifier) -> Unit) {
    if (isLarge()) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) { for (photo in photos) draw(photo, Modifier.fillMaxWidth()) }
    } else {
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(6.dp)) { for (photo in photos) draw(photo, Modifier.weight(1f)) }
    }
}

@Composable
private fun Shot(report: ReportScreen, photo: ReportPhoto, byStaff: Boolean, modifier: Modifier, onPress: () -> Unit) {
    val hidden = say(if (byStaff) "screen_report_only_staff" else "screen_report_only_you")
    val open = say("app_photo_open")
    val said = listOfNotNull(report.title, photo.caption, hidden.takeIf { !photo.published }).joinToString(". ")
    Column(
        modifier.clip(MaterialTheme.shapes.medium)
            .clickable(onClickLabel = open, role = Role.Button, onClick = onPress)
            .semantics(mergeDescendants = true) { contentDescription = said },
    ) {
        Box(contentAlignment = Alignment.BottomStart) {
            val ref = PhotoRef.OfReport(report.id, photo.id, PhotoSize.MEDIUM)
            Photo(ref, description = null, Modifier.fillMaxWidth().aspectRatio(4f / 3))
            Caption(photo)
        }
        if (!photo.published) Hidden(hidden)
    }
}

/** The day on the photo, on a ground of its own: green for what it became. */
@Composable
private fun Caption(photo: ReportPhoto) {
    val palette = LocalPalette.current
    val done = palette.of(Shape.RESOLVED)
    val (ground, ink) = if (photo.after) done.fill to done.on else palette.ink to palette.page
    Text(
        photo.caption,
        Modifier.padding(6.dp).background(ground, RoundedCornerShape(6.dp)).padding(horizontal = 8.dp, vertical = 3.dp),
        ink,
        style = MaterialTheme.typography.labelSmall,
    )
}

@Composable
private fun Hidden(text: String) {
    val palette = LocalPalette.current
    Row(
        Modifier.fillMaxWidth().background(palette.sunk).padding(8.dp),
        Arrangement.spacedBy(6.dp),
        Alignment.CenterVertically,
    ) {
        Icon("eye-off", size = 16.dp, colour = palette.ink2)
        Text(text, color = palette.ink2, style = MaterialTheme.typography.bodySmall)
    }
}

@Composable
private fun NoPhotos() {
    val palette = LocalPalette.current
    Row(
        Modifier.fillMaxWidth().background(palette.sunk, MaterialTheme.shapes.medium).padding(16.dp),
        Arrangement.spacedBy(10.dp),
        Alignment.CenterVertically,
    ) {
        Icon("photo", colour = palette.ink2)
        Text(say("screen_report_no_photos"), color = palette.ink2, style = MaterialTheme.typography.bodyLarge)
    }
}
