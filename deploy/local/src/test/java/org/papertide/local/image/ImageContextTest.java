package org.papertide.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class ImageContextTest {

    private static final List<String> NATIVES =
            List.of(
                    "librocksdbjni-linux64.so",
                    "librocksdbjni-linux64-musl.so",
                    "librocksdbjni-linux-aarch64.so",
                    "librocksdbjni-win64.dll",
                    "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
                    "org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so",
                    "org/xerial/snappy/native/Linux/x86_64-musl/libsnappyjava.so",
                    "net/jpountz/util/linux/amd64/liblz4-java.so",
                    "net/jpountz/util/linux/aarch64/liblz4-java.so",
                    "linux/amd64/libzstd-jni-1.5.7-17.so",
                    "linux/aarch64/libzstd-jni-1.5.7-17.so",
                    "darwin/aarch64/libzstd-jni-1.5.7-17.dylib",
                    "lib/linux-x86_64/libbrotli.so",
                    "lib/linux-aarch64/libbrotli.so",
                    "native/lib/linux-x86_64/cpu/libtokenizers.so",
                    "native/lib/linux-aarch64/cpu/libtokenizers.so",
                    "native/lib/win-x86_64/cpu/tokenizers.dll",
                    "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                    "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
                    "ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
                    "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so",
                    "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Resources/DWARF/libonnxruntime.dylib");

    @TempDir private Path folder;
    private Path built;

    @BeforeEach
    void build() throws IOException {
        built = folder.resolve("quarkus-app");
        for (String inside : List.of("app/a.jar", "quarkus/b.jar", "quarkus-run.jar", "x.txt")) {
            write(built.resolve(inside), inside);
        }
        write(folder.resolve("images/java.options"), "-Xss512k");
        write(folder.resolve("images/train"), "exit");
        write(folder.resolve("images/Dockerfile"), "FROM scratch");
        write(folder.resolve("bom.json"), "{}");
        write(folder.resolve("events/classes/org/Event.class"), "event");
        write(folder.resolve("local/classes/org/Stack.class"), "stack");
        write(folder.resolve("local/lib/kafka.jar"), "kafka");
        jar(built.resolve("lib/main/plain.jar"), List.of("A.class"));
        jar(built.resolve("lib/main/net.bytebuddy.byte-buddy-1.jar"), List.of("A.class"));
        jar(
                built.resolve("lib/main/native.jar"),
                Stream.concat(Stream.of("A.class"), NATIVES.stream()).toList());
    }

    @Test
    void librariesAndCodeAreLayersOfTheirOwn() throws IOException {
        Path context = context(Platform.AMD64, "one");

        assertThat(files(context).keySet())
                .contains(
                        "Dockerfile",
                        "application/opt/papertide/app/a.jar",
                        "application/opt/papertide/java.options",
                        "application/opt/papertide/quarkus-run.jar",
                        "application/opt/papertide/quarkus/b.jar",
                        "dependencies/opt/papertide/bom.json",
                        "dependencies/opt/papertide/lib/main/plain.jar",
                        "training/opt/papertide-stack/classes/org/Event.class",
                        "training/opt/papertide-stack/classes/org/Stack.class",
                        "training/opt/papertide-stack/lib/kafka.jar",
                        "training/tmp/train")
                .noneMatch(name -> name.endsWith(".txt") || name.contains("bytebuddy"));
    }

    @Test
    void nativeLibrariesOfThePlatformAloneAreInTheImage() throws IOException {
        Path context = context(Platform.AMD64, "one");

        assertThat(natives(context))
                .containsExactly(
                        "libbrotli.so",
                        "liblz4-java.so",
                        "libonnxruntime.so",
                        "libonnxruntime4j_jni.so",
                        "librocksdbjni-linux64.so",
                        "libsnappyjava.so",
                        "libtokenizers.so",
                        "libzstd-jni.so");
        assertThat(content(context, "librocksdbjni-linux64.so"))
                .isEqualTo("librocksdbjni-linux64.so");
        assertThat(content(context, "libsnappyjava.so"))
                .isEqualTo("org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so");
        assertThat(natives(context(Platform.ARM64, "two")))
                .contains("librocksdbjni-linux-aarch64.so", "libzstd-jni.so")
                .hasSize(8);
        try (ZipFile jar =
                new ZipFile(
                        context.resolve("dependencies/opt/papertide/lib/main/native.jar")
                                .toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).containsExactly("A.class");
        }
    }

    /** Its signature would not hold any more, and the JVM refuses its classes then. */
    @Test
    void librariesAreSlimmerUnlessTheyAreSignedOrOurs() throws IOException {
        Path libraries = built.resolve("lib/main");
        jar(libraries.resolve("signed.jar"), List.of("A.class", "META-INF/SOMEBODY.SF"));
        jar(libraries.resolve("org.papertide.events.jar"), List.of("A.class"));

        Path context = context(Platform.AMD64, "one");

        assertThat(sizeOfClass(context, "plain.jar"))
                .isEqualTo(sizeOfClass(context, "native.jar"))
                .isLessThan(SlimmingTest.ownClass().length);
        assertThat(sizeOfClass(context, "signed.jar")).isEqualTo(SlimmingTest.ownClass().length);
        assertThat(sizeOfClass(context, "org.papertide.events.jar"))
                .isEqualTo(SlimmingTest.ownClass().length);
    }

    @Test
    void optionsOfOneServiceFollowThoseOfAll() throws IOException {
        write(folder.resolve("images/java.options"), "-Xss512k\n");
        write(folder.resolve("images/notify-service.options"), "-XX:TieredStopAtLevel=1\n");
        String options = "application/opt/papertide/java.options";

        assertThat(context("notify-service", Platform.AMD64, "one").resolve(options))
                .hasContent("-Xss512k\n-XX:TieredStopAtLevel=1\n");
        assertThat(context("ingest-service", Platform.AMD64, "two").resolve(options))
                .hasContent("-Xss512k\n");
    }

    @Test
    void whatOnlyBuildsReadIsInNoImage() throws IOException {
        Path libraries = built.resolve("lib/main");
        List<String> read =
                List.of(
                        "A.class",
                        "META-INF/LICENSE",
                        "META-INF/services/a.Service",
                        "META-INF/maven/a/b/pom.properties",
                        "com/google/protobuf/Message.class");
        List<String> unread =
                List.of(
                        "a/",
                        "META-INF/jandex.idx",
                        "META-INF/maven/a/b/pom.xml",
                        "META-INF/quarkus-javadoc.properties",
                        "META-INF/quarkus-config-doc/quarkus-config-model.json",
                        "org/xerial/snappy/native/AIX/ppc/libsnappyjava.a",
                        "native/osx/lib.dylib.dSYM/Contents/Resources/Relocations/lib.yml");
        jar(libraries.resolve("other.jar"), Stream.concat(read.stream(), unread.stream()).toList());
        jar(libraries.resolve("org.papertide.ours.jar"), List.of("db/", "META-INF/jandex.idx"));
        jar(
                libraries.resolve("com.google.protobuf.protobuf-java-4.jar"),
                List.of(
                        "META-INF/MANIFEST.MF",
                        "com/google/protobuf/Message.class",
                        "com/google/protobuf/MessageLite.class",
                        "com/google/protobuf/MessageLite$Builder.class"));
        jar(libraries.resolve("org.glassfish.jaxb.jaxb-core-4.jar"), List.of("A.class"));

        Path image = context(Platform.AMD64, "one").resolve("dependencies/opt/papertide/lib/main");

        assertThat(entries(image.resolve("other.jar"))).containsExactlyElementsOf(read);
        assertThat(entries(image.resolve("org.papertide.ours.jar")))
                .containsExactly("db/", "META-INF/jandex.idx");
        assertThat(entries(image.resolve("com.google.protobuf.protobuf-java-4.jar")))
                .containsExactly(
                        "META-INF/MANIFEST.MF",
                        "com/google/protobuf/MessageLite.class",
                        "com/google/protobuf/MessageLite$Builder.class");
        assertThat(image.resolve("org.glassfish.jaxb.jaxb-core-4.jar")).doesNotExist();
    }

    /**
     * Such as after a new version of a library, before a service fails in the middle of its work.
     */
    @Test
    void anImageInWhichAClassNamesOneThatIsLeftOutIsNotMade() throws IOException {
        Path libraries = built.resolve("lib/main");
        String leftOut = "org/apache/kafka/shaded/A";
        jar(libraries.resolve("org.apache.kafka.kafka-clients-4.jar"), List.of(leftOut + ".class"));
        jar(
                built.resolve("app/a.jar"),
                Map.of("org/apache/kafka/common/telemetry/internals/B.class", naming(leftOut)));

        assertThat(context(Platform.AMD64, "one")).exists();

        jar(built.resolve("app/a.jar"), Map.of("org/B.class", naming("[L" + leftOut + ";")));

        assertThatThrownBy(() -> context(Platform.AMD64, "two"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("org/B names " + leftOut);
    }

    /** A class that has another one's name among its constants. */
    private static byte[] naming(String other) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V21, 0, "B", null, "java/lang/Object", null);
        writer.newClass(other);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Read from its beginning as well, where nothing tells sizes but what stands before them. */
    @Test
    void aJarIsReadAsBeforeAndHasNoSizesBehindItsEntries() throws IOException {
        Path libraries = built.resolve("lib/main");
        List<String> names = List.of("A.class", "a", "a".repeat(1_000), "empty/");
        jar(libraries.resolve("org.papertide.ours.jar"), names);

        Path jar =
                context(Platform.AMD64, "one")
                        .resolve("dependencies/opt/papertide/lib/main/org.papertide.ours.jar");

        assertThat(contents(jar))
                .isEqualTo(contents(libraries.resolve("org.papertide.ours.jar")))
                .hasSize(4);
        assertThat(jar.toFile().length())
                .isLessThan(libraries.resolve("org.papertide.ours.jar").toFile().length());
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getSize()).as(entry.getName()).isNotNegative();
            }
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Map<String, String> contents(Path jar) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                contents.put(
                        entry.getName(),
                        new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static long sizeOfClass(Path context, String name) throws IOException {
        Path libraries = context.resolve("dependencies/opt/papertide/lib/main");
        try (ZipFile jar = new ZipFile(libraries.resolve(name).toFile());
                InputStream in = jar.getInputStream(jar.getEntry("A.class"))) {
            return in.readAllBytes().length;
        }
    }

    @Test
    void theSameFilesGiveTheSameContextWheneverAndByWhomTheyWereBuilt() throws IOException {
        Map<String, String> first = files(context(Platform.AMD64, "one"));

        try (Stream<Path> paths = Files.walk(built)) {
            for (Path path : paths.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
        }

        assertThat(files(context(Platform.AMD64, "two"))).isEqualTo(first);
    }

    @Test
    void whatWasThereBeforeGoes() throws IOException {
        write(folder.resolve("one/application/opt/papertide/app/old.jar"), "old");

        assertThat(files(context(Platform.AMD64, "one")).keySet())
                .noneMatch(name -> name.endsWith("old.jar"));
    }

    @Test
    void anEngineOfAnotherPlatformIsRefused() {
        assertThat(Platform.named("arm64\n")).isEqualTo(Platform.ARM64);
        assertThatThrownBy(() -> Platform.named("s390x"))
                .hasMessage("Images are made for amd64 and arm64, and this engine is s390x");
    }

    private Path context(Platform platform, String name) throws IOException {
        return context("ingest-service", platform, name);
    }

    private Path context(String service, Platform platform, String name) throws IOException {
        Path target = folder.resolve(name);
        new ImageContext(
                        folder.resolve("images"),
                        service,
                        built,
                        folder.resolve("bom.json"),
                        List.of(
                                folder.resolve("events/classes"),
                                folder.resolve("local/classes"),
                                folder.resolve("local/lib")),
                        platform)
                .write(target);
        return target;
    }

    private static List<String> natives(Path context) throws IOException {
        try (Stream<Path> found =
                Files.list(context.resolve("dependencies/opt/papertide/native"))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static String content(Path context, String library) throws IOException {
        return Files.readString(context.resolve("dependencies/opt/papertide/native", library));
    }

    /** What an image could tell of each file and folder: permissions, time and content. */
    private static Map<String, String> files(Path context) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(context)) {
            paths.forEach(path -> found.put(context.relativize(path).toString(), told(path)));
        }
        return found;
    }

    private static String told(Path path) {
        try {
            return "%s %s %s"
                    .formatted(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                            Files.getLastModifiedTime(path),
                            Files.isDirectory(path)
                                    ? "folder"
                                    : Arrays.hashCode(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void jar(Path file, List<String> entries) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String entry : entries) {
            contents.put(
                    entry,
                    entry.endsWith(".class")
                            ? SlimmingTest.ownClass()
                            : entry.getBytes(StandardCharsets.UTF_8));
        }
        jar(file, contents);
    }

    private static void jar(Path file, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream jar = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
