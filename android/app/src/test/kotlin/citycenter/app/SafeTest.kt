package citycenter.app

import android.security.keystore.KeyPermanentlyInvalidatedException
import citycenter.mobilecore.SecretException
import java.io.File
import java.security.KeyStoreException
import java.security.ProviderException
import java.security.Security
import java.security.UnrecoverableKeyException
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class SafeTest {
    @get:Rule val folder = TemporaryFolder()

    @Before fun keystore() = FakeKeyStore.install()

    @After fun noKeystore() = Security.removeProvider("AndroidKeyStore")

    @Test
    fun `a secret is there for the next start of the app, and replaced by another`() {
        Safe(folder.root).write("tokens-1", "one")
        assertEquals("one", Safe(folder.root).read("tokens-1"))
        Safe(folder.root).write("tokens-1", "two")
        assertEquals("two", Safe(folder.root).read("tokens-1"))
        assertNull(Safe(folder.root).read("tokens-2"))
    }

    @Test
    fun `files tell nothing, not even that two secrets are the same`() {
        Safe(folder.root).write("tokens-1", "a long secret of somebody")
        Safe(folder.root).write("tokens-2", "a long secret of somebody")
        val (one, two) = folder.root.listFiles().orEmpty().map(File::readText)
        assertFalse("a long secret" in one)
        assertNotEquals(one, two)
    }

    @Test
    fun `what was removed is gone, twice is no error`() {
        val safe = Safe(folder.root)
        safe.write("tokens-1", "one")
        safe.remove("tokens-1")
        safe.remove("tokens-1")
        assertNull(safe.read("tokens-1"))
    }

    @Test
    fun `a lost key is a forgotten secret, and the next one is kept again`() {
        val safe = Safe(folder.root)
        safe.write("tokens-1", "one")
        FakeKeyStore.lose()
        assertNull(safe.read("tokens-1"))
        safe.write("tokens-1", "two")
        assertEquals("two", safe.read("tokens-1"))
    }

    @Test
    fun `a keystore that is busy is locked for now, and opens again`() {
        val safe = Safe(folder.root)
        safe.write("tokens-1", "one")
        val busy = listOf(
            ProviderException("busy"),
            KeyStoreException("busy"),
            UnrecoverableKeyException("busy").apply { initCause(KeyStoreException("busy")) },
        )
        for (trouble in busy) {
            FakeKeyStore.trouble = trouble
            assertThrows(SecretException.Locked::class.java) { safe.read("tokens-1") }
            assertThrows(SecretException.Locked::class.java) { safe.write("tokens-1", "two") }
            FakeKeyStore.trouble = null
            assertEquals("one", safe.read("tokens-1"))
        }
    }

    @Test
    fun `a key that is invalidated for good makes place for another`() {
        val safe = Safe(folder.root)
        for (trouble in listOf(KeyPermanentlyInvalidatedException(), UnrecoverableKeyException("invalidated"))) {
            safe.write("tokens-1", "one")
            FakeKeyStore.trouble = trouble
            assertThrows(SecretException.Broken::class.java) { safe.write("tokens-1", "two") }
            assertNull(safe.read("tokens-1"))
            assertEquals(0, FakeKeyStore.keys.size)
            FakeKeyStore.trouble = null
        }
    }

    @Test
    fun `a file that was changed, cut or put in another's place opens nothing`() {
        val safe = Safe(folder.root)
        safe.write("a", "one")
        safe.write("b", "two")
        val files = folder.root.listFiles().orEmpty().sortedBy(File::getName)
        files[0].copyTo(files[1], overwrite = true)
        assertNull(safe.read("b"))
        files[0].writeBytes(byteArrayOf(1, 2, 3))
        assertNull(safe.read("a"))
    }
}
