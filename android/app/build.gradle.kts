import java.net.URI

plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.plugin.compose")
}

val home = providers.gradleProperty("citycenter.home").getOrElse("")
val keystore: String? = System.getenv("ANDROID_KEYSTORE")

android {
    namespace = "citycenter.app"
    compileSdk = 36
    ndkVersion = "28.2.13676358"

    defaultConfig {
        applicationId = providers.gradleProperty("citycenter.id").get()
        minSdk = 26
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        testInstrumentationRunner = "androidx.test.runner.AndroidJUnitRunner"
        buildConfigField("String", "HOME", "\"$home\"")
        // Whose links open the app. Without a city of its own there are none: nobody owns that name.
        manifestPlaceholders["host"] = if (home.isEmpty()) "city.invalid" else URI(home).host
    }

    // One module: what Maven keeps apart to run it on any JVM is compiled together for the phone.
    sourceSets.named("main") {
        kotlin.directories += listOf("../core/src/main/kotlin", "../core/target/generated/kotlin", "../ui/src/main/kotlin")
        resources.directories += "../ui/target/generated/resources"
        res.directories += "build/strings"
        jniLibs.directories += "build/jniLibs"
    }

    androidResources {
        localeFilters += listOf("ru", "en")
    }

    buildFeatures {
        buildConfig = true
        compose = true
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    signingConfigs {
        if (keystore != null) {
            create("release") {
                storeFile = file(keystore)
                storePassword = System.getenv("ANDROID_KEYSTORE_PASSWORD")
                keyAlias = System.getenv("ANDROID_KEY_ALIAS")
                keyPassword = System.getenv("ANDROID_KEY_PASSWORD")
            }
        }
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "rules.pro")
            // Without a key the APK comes out unsigned, and whoever publishes it signs it.
            signingConfig = signingConfigs.findByName("release")
        }
    }

    splits {
        abi {
            isEnable = true
            reset()
            include("arm64-v8a", "armeabi-v7a", "x86_64")
            isUniversalApk = true
        }
    }

    // A list of what the app is built of, sealed for Google: stores that build it themselves refuse it.
    dependenciesInfo {
        includeInApk = false
        includeInBundle = false
    }

    packaging {
        resources.excludes += setOf("META-INF/{AL2.0,LGPL2.1}", "META-INF/*.kotlin_module", "DebugProbesKt.bin")
    }

    lint {
        // New versions of what the app is built with come when somebody takes them, not when they appear.
        disable += setOf("AndroidGradlePluginVersion", "GradleDependency", "NewerVersionAvailable", "OldTargetApi")
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    implementation("androidx.activity:activity-compose:1.10.1")
    implementation("androidx.core:core:1.16.0")
    implementation("androidx.work:work-runtime:2.10.0")
    // Jetpack's Compose of the same release as the desktop's 1.8.2.
    implementation("androidx.compose.foundation:foundation:1.8.2")
    implementation("androidx.compose.ui:ui:1.8.2")
    implementation("androidx.compose.material3:material3:1.3.2")
    implementation("org.maplibre.gl:android-sdk:11.8.0")
    implementation("org.unifiedpush.android:connector:3.0.9") {
        exclude(group = "com.google.crypto.tink", module = "tink")
    }
    // The same classes, for Android.
    implementation("com.google.crypto.tink:tink-android:1.17.0")

    androidTestImplementation("androidx.test:core:1.6.1")
    androidTestImplementation("androidx.test:runner:1.6.2")
    androidTestImplementation("androidx.compose.ui:ui-test-junit4:1.8.2")
}
