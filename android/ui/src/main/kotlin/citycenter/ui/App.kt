package citycenter.ui

import androidx.compose.foundation.background
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.consumeWindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.font.FontFamily
import citycenter.core.App
import citycenter.core.Route
import citycenter.core.screen.app.AppEvent
import citycenter.core.screen.app.AppModel
import citycenter.core.screen.app.AppState
import citycenter.core.screen.case.CaseModel
import citycenter.core.screen.city.CityModel
import citycenter.core.screen.deed.DeedModel
import citycenter.core.screen.map.MapModel
import citycenter.core.screen.mine.MineModel
import citycenter.core.screen.receipt.ReceiptModel
import citycenter.core.screen.report.ReportModel
import citycenter.core.screen.round.RoundModel
import citycenter.core.screen.settings.SettingsModel
import citycenter.core.screen.signin.SignInModel
import citycenter.core.screen.wizard.WizardModel
import citycenter.ui.look.CityTheme
import citycenter.ui.look.LocalPalette
import citycenter.ui.screen.CaseScreen
import citycenter.ui.screen.CityScreen
import citycenter.ui.screen.DeedScreen
import citycenter.ui.screen.MineScreen
import citycenter.ui.screen.ReceiptScreen
import citycenter.ui.screen.ReportScreen
import citycenter.ui.screen.RoundScreen
import citycenter.ui.screen.SettingsScreen
import citycenter.ui.screen.SignInScreen
import citycenter.ui.screen.Tabs
import citycenter.ui.screen.Told
import citycenter.ui.screen.WizardScreen
import citycenter.ui.screen.map.MapScreen

/** The whole app, as it stands in a window of a phone or of a desk. */
@Composable
fun CityApp(app: App, font: FontFamily, dark: Boolean = isSystemInDarkTheme(), contrast: Boolean = false) {
    val speaking by app.speaking.collectAsState()
    CityTheme(speaking.words, font, dark, contrast) {
        // Another language is another core: every page begins anew.
        key(speaking) {
            val models = remember { Models() }
            DisposableEffect(models) { onDispose(models::close) }
            CompositionLocalProvider(LocalModels provides models) {
                Held(FRAME, { AppModel(app) }) { state, on -> Frame(app, state, on) }
            }
        }
    }
}

@Composable
private fun Frame(app: App, state: AppState, on: (AppEvent) -> Unit) {
    val models = LocalModels.current
    val kept = rememberSaveableStateHolder()
    var before by remember { mutableStateOf(emptySet<String>()) }
    LaunchedEffect(state.pages) {
        val now = state.pages.mapIndexed { depth, route -> app.keyOf(depth, route) }.toSet()
        models.keep(now + FRAME)
        (before - now).forEach(kept::removeState)
        before = now
    }
    val bar = state.page in state.tabs && state.account != null
    Column(Modifier.fillMaxSize().background(LocalPalette.current.page)) {
        // What stands below a page has the system's bar below itself.
        val covered = bar || state.notice != null
        val above = if (covered) Modifier.consumeWindowInsets(WindowInsets.safeDrawing.only(WindowInsetsSides.Bottom)) else Modifier
        Box(Modifier.weight(1f).fillMaxWidth().then(above)) {
            val page = app.keyOf(state.pages.lastIndex, state.page)
            kept.SaveableStateProvider(page) { PageOf(app, page, state.page) }
        }
        Told(state.notice, if (bar) Modifier else Modifier.windowInsetsPadding(WindowInsets.safeDrawing.only(WindowInsetsSides.Bottom))) { on(AppEvent.Told) }
        if (bar) Tabs(state, on)
    }
}

/** What a page is held under. A report that is being written gets its name while its page is open. */
private fun App.keyOf(depth: Int, route: Route): String =
    if (route is Route.Wizard) "$depth wizard ${pages.birth(route)}" else "$depth ${route.text}"

private const val FRAME = "frame"

@Composable
private fun PageOf(app: App, key: String, route: Route) {
    when (route) {
        is Route.City -> Held(key, { CityModel(app, route.link) }) { state, on -> CityScreen(state, on) }
        Route.Map -> Held(key, { MapModel(app) }) { state, on -> MapScreen(state, on) }
        Route.Mine -> Held(key, { MineModel(app) }) { state, on -> MineScreen(state, on) }
        Route.Round -> Held(key, { RoundModel(app) }) { state, on -> RoundScreen(state, on) }
        Route.Settings -> Held(key, { SettingsModel(app) }) { state, on -> SettingsScreen(state, on) }
        Route.SignIn -> Held(key, { SignInModel(app) }) { state, on -> SignInScreen(state, on) }
        is Route.Wizard -> Held(key, { WizardModel(app, route.draft) }) { state, on -> WizardScreen(state, on) }
        is Route.Receipt -> Held(key, { ReceiptModel(app, route.report) }) { state, on -> ReceiptScreen(state, on) }
        is Route.Report -> Held(key, { ReportModel(app, route.id) }) { state, on -> ReportScreen(state, on) }
        is Route.Case -> Held(key, { CaseModel(app, route.id) }) { state, on -> CaseScreen(state, on) }
        is Route.Deed -> Held(key, { DeedModel(app, route.report, route.kind) }) { state, on -> DeedScreen(state, on) }
    }
}
