package citycenter.app

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element

/** What is published holds together: the manifest, Gradle, the icons' colours, what stores are told. */
class PublishingTest {
    private val android = File("..")
    private val manifest = xml("app/src/main/AndroidManifest.xml")
    private val gradle = text("app/build.gradle.kts")

    @Test
    fun `every permission is explained to stores, and no other one`() {
        val asked = all(manifest, "uses-permission").filter { it.getAttribute("tools:node") != "remove" }.map(::name)
        val told = Regex("^\\| `([A-Z_]+)` \\|", RegexOption.MULTILINE).findAll(text("store/data-safety.md"))
        assertEquals(asked.map { it.removePrefix("android.permission.") }.sorted(), told.map { it.groupValues[1] }.sorted().toList())
    }

    @Test
    fun `the app asks for no camera, no storage and no contacts`() {
        val asked = all(manifest, "uses-permission").map(::name)
        for (word in listOf("CAMERA", "STORAGE", "MEDIA", "CONTACTS", "PHONE", "BACKGROUND_LOCATION", "WIFI")) {
            assertTrue(word, asked.none { word in it && all(manifest, "uses-permission").first { one -> name(one) == it }.getAttribute("tools:node") != "remove" })
        }
    }

    @Test
    fun `what the manifest names is there`() {
        for (tag in listOf("application", "activity", "service")) {
            for (one in all(manifest, tag)) {
                val found = Class.forName("citycenter.app" + name(one))
                assertEquals("citycenter.app${name(one)}", found.name)
            }
        }
        for (reference in Regex("\"@(xml|drawable|mipmap)/([a-z_]+)\"").findAll(text("app/src/main/AndroidManifest.xml"))) {
            val (kind, named) = reference.destructured
            val files = File(android, "app/src/main/res").walk().filter { it.nameWithoutExtension == named && it.parentFile.name.startsWith(kind) }
            assertTrue(reference.value, files.any())
        }
    }

    @Test
    fun `the manifest and Gradle speak of the same app`() {
        assertTrue("namespace = \"citycenter.app\"" in gradle)
        assertTrue("citycenter.id=citycenter.app" in text("gradle.properties"))
        assertTrue("manifestPlaceholders[\"host\"]" in gradle)
        val provider = all(manifest, "provider").single()
        assertEquals("\${applicationId}.photos", provider.getAttribute("android:authorities"))
        assertEquals("false", provider.getAttribute("android:exported"))
        val folder = all(xml("app/src/main/res/xml/shared_files.xml"), "files-path").single()
        assertEquals("${AndroidDevice.CAMERA}/", folder.getAttribute("path"))
        val version = checkNotNull(Regex("versionName = \"([^\"]+)\"").find(gradle)).groupValues[1]
        assertTrue("version = \"$version\"" in text("../Cargo.toml"))
    }

    @Test
    fun `libraries are of the versions that are tried here`() {
        val tried = listOf("aars/pom.xml", "app/pom.xml", "core/pom.xml", "pom.xml").joinToString("\n", transform = ::text)
        val taken = Regex("\\n {4}implementation\\(\"([^:\"]+):([^:\"]+):([^@\"]+)").findAll(gradle).map { it.destructured.toList() }
        for ((group, artifact, version) in taken.filter { (_, artifact) -> artifact !in setOf("material3", "tink-android") }) {
            assertTrue("$group:$artifact:$version", version in tried)
        }
        val kotlin = checkNotNull(Regex("<kotlin.version>([^<]+)").find(tried)).groupValues[1]
        assertEquals(2, Regex(Regex.escape(kotlin)).findAll(text("build.gradle.kts")).count())
    }

    @Test
    fun `no backup takes anything along, and nothing goes unencrypted`() {
        val application = all(manifest, "application").single()
        assertEquals("false", application.getAttribute("android:allowBackup"))
        assertEquals("", application.getAttribute("android:usesCleartextTraffic"))
        val network = all(xml("app/src/main/res/xml/network_security.xml"), "base-config").single()
        assertEquals("false", network.getAttribute("cleartextTrafficPermitted"))
        for (kind in listOf("cloud-backup", "device-transfer")) {
            val kept = all(xml("app/src/main/res/xml/data_extraction.xml"), kind).single().getElementsByTagName("exclude")
            assertEquals(5, kept.length)
        }
    }

    @Test
    fun `the window before the first screen has the screen's colours`() {
        val tokens = File(android, "ui/target/generated/resources/citycenter/assets/tokens.tsv").readLines().map { it.split('\t') }
        for ((folder, theme) in listOf("values" to "light", "values-night" to "dark")) {
            val colours = all(xml("app/src/main/res/$folder/colors.xml"), "color").associate { it.getAttribute("name") to it.textContent }
            for (role in listOf("page", "accent")) {
                assertEquals("$theme $role", tokens.single { it[0] == theme && it[1] == role }[2], colours[role])
            }
        }
    }

    @Test
    fun `what stores show fits, says no more in one language than in the other, and shouts nowhere`() {
        val most = mapOf("title" to 30, "short" to 80, "full" to 4000, "new" to 500)
        for (language in listOf("ru", "en")) {
            for ((part, length) in most) {
                val said = text("store/$language/$part.txt").trim()
                assertTrue("$language/$part: ${said.length}", said.length in 1..length)
                assertTrue("$language/$part", '!' !in said)
            }
        }
        val (russian, english) = listOf("ru", "en").map { text("store/$it/full.txt").lines().count { line -> line.startsWith("•") } }
        assertEquals(russian, english)
    }

    private fun text(path: String) = File(android, path).readText()

    private fun xml(path: String): Element =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(File(android, path)).documentElement

    private fun all(within: Element, tag: String): List<Element> =
        within.getElementsByTagName(tag).let { found -> (0 until found.length).map { found.item(it) as Element } }

    private fun name(of: Element): String = of.getAttribute("android:name")
}
