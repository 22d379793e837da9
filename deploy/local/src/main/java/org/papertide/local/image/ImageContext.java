package org.papertide.local.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * What {@code docker build} gets for one service: a folder with the roots of its layers.
 *
 * <p>{@code dependencies} and {@code application} have the files of their layers at the places that
 * they have in the image, {@code training} what only the training run needs, among it the servers
 * of the local stack, {@code state} the folder that the service may write to.
 */
final class ImageContext {

    private static final String HOME = "opt/papertide";
    private static final String STACK = "opt/papertide-stack";

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF");

    /** Of each file in the image, so that it does not depend on when and where it was built. */
    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");

    private final Path files;
    private final String service;
    private final Path built;
    private final Path bom;
    private final List<Path> stack;
    private final Platform platform;

    /**
     * @param files the folder {@code deploy/images}
     * @param service the name of its module, by which files of its own are named there
     * @param built what Maven built of the service: {@code target/quarkus-app}
     * @param bom its bill of materials
     * @param stack folders of classes and of jars: what the stack that it is trained with runs from
     */
    ImageContext(
            Path files, String service, Path built, Path bom, List<Path> stack, Platform platform) {
        this.files = files;
        this.service = service;
        this.built = built;
        this.bom = bom;
        this.stack = List.copyOf(stack);
        this.platform = platform;
    }

    /** Writes it into a folder, instead of what is there. */
    void write(Path folder) throws IOException {
        delete(folder);
        Path dependencies = folder.resolve("dependencies").resolve(HOME);
        Path application = folder.resolve("application").resolve(HOME);
        Path training = folder.resolve("training/tmp");
        Files.createDirectories(folder.resolve("state/var/lib/papertide"));
        for (Path made : List.of(dependencies.resolve("native"), application, training)) {
            Files.createDirectories(made);
        }
        LeftOut leftOut = new LeftOut();
        for (Path file : filesIn(built)) {
            Path inside = built.relativize(file);
            boolean library = inside.startsWith("lib");
            if (library && !Needed.library(file.getFileName().toString())) {
                continue;
            }
            Path target = (library ? dependencies : application).resolve(inside.toString());
            Files.createDirectories(target.getParent());
            if (library) {
                library(file, target, dependencies.resolve("native"), leftOut);
            } else if (!inside.toString().endsWith(".txt")) {
                Files.copy(file, target);
            }
        }
        leftOut.check(dependencies);
        leftOut.check(application);
        Files.copy(bom, dependencies.resolve("bom.json"));
        Files.writeString(application.resolve("java.options"), options());
        Files.copy(files.resolve("train"), training.resolve("train"));
        copyStack(folder.resolve("training").resolve(STACK));
        Files.copy(files.resolve("Dockerfile"), folder.resolve("Dockerfile"));
        makeAlike(folder);
    }

    /**
     * What all services have, and then its own: of two options that are alike the last one holds.
     */
    private String options() throws IOException {
        Path own = files.resolve(service + ".options");
        return Files.readString(files.resolve("java.options"))
                + (Files.exists(own) ? Files.readString(own) : "");
    }

    private void copyStack(Path target) throws IOException {
        for (Path part : stack) {
            for (Path file : filesIn(part)) {
                Path copy = target.resolve(part.getFileName() + "/" + part.relativize(file));
                Files.createDirectories(copy.getParent());
                // What two parts have alike, such as package-info, is needed once.
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * A library as a service needs it, with its native parts, if it has some, in the folder of
     * native libraries. A signed one stays as it is.
     */
    private void library(Path jar, Path target, Path natives, LeftOut leftOut) throws IOException {
        if (isSigned(jar)) {
            Files.copy(jar, target);
            return;
        }
        String library = jar.getFileName().toString();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                OutputStream file = Files.newOutputStream(target);
                SlimJar out = new SlimJar(file, TIME)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (!isOurs(jar) && !Needed.entry(library, name)) {
                    leftOut.add(name);
                    continue;
                }
                if (Platform.isNative(name)) {
                    Optional<String> ours = platform.nativeName(name);
                    if (ours.isPresent()) {
                        Files.write(
                                natives.resolve(ours.get()),
                                Slimming.nativeLibrary(in.readAllBytes()));
                    }
                    continue;
                }
                out.add(
                        name,
                        name.endsWith(".class") && !isOurs(jar)
                                ? Slimming.classFile(in.readAllBytes())
                                : in.readAllBytes());
            }
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith("org.papertide.");
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
        }
    }

    /** Readable by everybody, and of one time: folders after what is in them. */
    private static void makeAlike(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
                Files.setLastModifiedTime(path, FileTime.from(TIME));
            }
        }
        Files.setPosixFilePermissions(
                folder.resolve("training/tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
