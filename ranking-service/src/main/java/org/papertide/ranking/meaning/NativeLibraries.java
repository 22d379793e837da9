package org.papertide.ranking.meaning;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the native libraries of ONNX Runtime and of the tokenizers where they may be executed, and
 * keeps both off the network. Where the options of the JVM name a place already, as in an image,
 * that place holds.
 */
final class NativeLibraries {

    private static final String RUNTIME = "onnxruntime.native.path";

    private static final long STACK = 2L * 1024 * 1024;
    private static final long STACK_OF_CHARACTER = 1024;

    private NativeLibraries() {}

    /**
     * Prepares this process. Has an effect only before the first model is loaded.
     *
     * @param folder where they are unpacked, once for all starts
     * @throws IOException if they cannot be written there
     */
    static void unpackInto(Path folder) throws IOException {
        set("OPT_OUT_TRACKING", "true");
        set("ai.djl.offline", "true");
        // Else it looks for a graphics processor.
        set("RUST_FLAVOR", "cpu");
        set("ENGINE_CACHE_DIR", folder.toString());
        set("DJL_CACHE_DIR", folder.toString());
        if (System.getProperty(RUNTIME) != null) {
            return;
        }
        Path runtime = folder.resolve("onnxruntime");
        Files.createDirectories(runtime);
        for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            unpack(System.mapLibraryName(library), runtime);
        }
        set(RUNTIME, runtime.toString());
    }

    /**
     * The environment of ONNX Runtime, which is there once for a process.
     *
     * <p>When it is made, version 1.29 looks through the command line of the process by a regular
     * expression, whose matcher calls itself for each character: 250 bytes of stack each, without a
     * look at how much there is. On a thread with 512 kB a command line of 2,200 characters ends
     * the process, without a word. So it is made on a thread that has enough.
     */
    static OrtEnvironment environment() {
        CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
        Thread maker =
                new Thread(
                        null,
                        () -> make(made),
                        "onnxruntime",
                        STACK + STACK_OF_CHARACTER * lengthOfCommandLine());
        maker.start();
        try {
            return made.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("ONNX Runtime does not start: " + e.getCause(), e);
        }
    }

    private static void make(CompletableFuture<OrtEnvironment> made) {
        try {
            var _ = made.complete(OrtEnvironment.getEnvironment());
        } catch (Throwable e) {
            var _ = made.completeExceptionally(e);
        }
    }

    /** In bytes; where nobody can tell, so many as are long for one. */
    private static long lengthOfCommandLine() {
        try {
            return Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
        } catch (IOException _) {
            return 64 * 1024;
        }
    }

    private static void unpack(String library, Path folder) throws IOException {
        Path target = folder.resolve(library);
        String resource = "/ai/onnxruntime/native/" + platform() + "/" + library;
        URL found = NativeLibraries.class.getResource(resource);
        if (found == null) {
            throw new IOException("no native library for this platform: " + resource);
        }
        URLConnection packed = found.openConnection();
        packed.setUseCaches(false);
        if (Files.exists(target) && Files.size(target) == packed.getContentLengthLong()) {
            // Unpacked at an earlier start, from this release of it.
            return;
        }
        // Another process may start from the same folder at this moment.
        Path half = Files.createTempFile(folder, library, ".half");
        try (InputStream in = packed.getInputStream()) {
            Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static String platform() {
        String system = property("os.name");
        String machine = property("os.arch");
        String name = system.contains("mac") ? "osx" : system.contains("windows") ? "win" : "linux";
        return name + (machine.equals("aarch64") || machine.equals("arm64") ? "-aarch64" : "-x64");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }

    private static void set(String name, @Nullable String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null && value != null) {
            System.setProperty(name, value);
        }
    }
}
