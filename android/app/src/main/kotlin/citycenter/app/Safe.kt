package citycenter.app

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import citycenter.mobilecore.SecretException
import citycenter.mobilecore.SecretStore
import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * The phone's safe: one file for each secret, sealed by a key that never leaves Android's keystore. A key that the
 * system lost (a new lock screen, another phone's files) opens nothing: what it sealed is forgotten, and the person
 * signs in again.
 */
internal class Safe(private val folder: File) : SecretStore {
    @Synchronized
    override fun read(name: String): String? {
        val file = file(name)
        if (!file.exists()) return null
        return try {
            open(name, file.readBytes())
        } catch (_: AEADBadTagException) {
            file.delete()
            null
        } catch (error: GeneralSecurityException) {
            if (!isLost(error)) throw SecretException.Locked()
            forgetKey()
            file.delete()
            null
        } catch (_: ProviderException) {
            throw SecretException.Locked()
        } catch (_: IOException) {
            throw SecretException.Locked()
        }
    }

    @Synchronized
    override fun write(name: String, value: String) {
        try {
            folder.mkdirs()
            val written = File(folder, "${file(name).name}.new")
            val sealed = seal(name, value)
            written.outputStream().use {
                it.write(sealed)
                it.fd.sync()
            }
            Files.move(written.toPath(), file(name).toPath(), ATOMIC_MOVE)
        } catch (error: GeneralSecurityException) {
            if (!isLost(error)) throw SecretException.Locked()
            // The next write begins with a new key.
            forgetKey()
            throw SecretException.Broken()
        } catch (_: ProviderException) {
            throw SecretException.Locked()
        } catch (_: IOException) {
            throw SecretException.Locked()
        }
    }

    @Synchronized
    override fun remove(name: String) {
        file(name).delete()
    }

    private fun seal(name: String, value: String): ByteArray {
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.ENCRYPT_MODE, key())
        cipher.updateAAD(name.toByteArray())
        return cipher.iv + cipher.doFinal(value.toByteArray())
    }

    private fun open(name: String, sealed: ByteArray): String {
        if (sealed.size <= IV) throw AEADBadTagException("not sealed here")
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG, sealed, 0, IV))
        // One secret's file in another's place does not open.
        cipher.updateAAD(name.toByteArray())
        return String(cipher.doFinal(sealed, IV, sealed.size - IV))
    }

    private fun key(): SecretKey {
        val store = KeyStore.getInstance(STORE).apply { load(null) }
        (store.getKey(KEY, null) as? SecretKey)?.let { return it }
        val spec = KeyGenParameterSpec.Builder(KEY, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply { init(spec) }.generateKey()
    }

    /** The keystore says of a lost key that it is invalidated, or gives none and no cause; all else passes. */
    private fun isLost(error: GeneralSecurityException) =
        error is KeyPermanentlyInvalidatedException || error is UnrecoverableKeyException && error.cause == null

    private fun forgetKey() {
        try {
            KeyStore.getInstance(STORE).apply { load(null) }.deleteEntry(KEY)
        } catch (_: GeneralSecurityException) {
            // There was none.
        } catch (_: ProviderException) {
            // The next write finds it lost again.
        }
    }

    /** Names are the core's, and no path. */
    private fun file(name: String) = File(folder, name.toByteArray().joinToString("") { "%02x".format(it) })

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val KEY = "secrets"
        const val CIPHER = "AES/GCM/NoPadding"
        const val IV = 12
        const val TAG = 128
    }
}
