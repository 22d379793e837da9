package org.papertide.local.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;

/**
 * The classes of libraries that an image lacks. A class of the image that names one of them would
 * fail once it comes to use it, as after a new version of a library: so it is not built then.
 */
final class LeftOut {

    private static final String CLASS = ".class";

    /** In a constant pool: the name of a class. */
    private static final int CLASS_TAG = 7;

    private final Set<String> classes = new HashSet<>();

    /** Takes note of an entry of a library that the image lacks. */
    void add(String entry) {
        if (entry.endsWith(CLASS) && !entry.endsWith("module-info.class")) {
            classes.add(nameOf(entry));
        }
    }

    /**
     * Looks through all jars of a folder.
     *
     * @throws IllegalStateException if a class there names one that the image lacks
     */
    void check(Path folder) throws IOException {
        List<String> faults = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path jar : found.filter(path -> path.toString().endsWith(".jar")).toList()) {
                check(jar, faults);
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "The image would lack classes that others name; see Needed: " + faults);
        }
    }

    private void check(Path jar, List<String> faults) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(CLASS)) {
                    check(nameOf(entry.getName()), in, faults);
                }
            }
        }
    }

    private void check(String name, InputStream in, List<String> faults) throws IOException {
        if (Needed.mayMiss(name)) {
            return;
        }
        ClassReader file = new ClassReader(in.readAllBytes());
        char[] buffer = new char[file.getMaxStringLength()];
        for (int item = 1; item < file.getItemCount(); item++) {
            int at = file.getItem(item);
            if (at > 0 && file.readByte(at - 1) == CLASS_TAG) {
                String named = file.readUTF8(at, buffer).replaceAll("^\\[+L|;$", "");
                if (classes.contains(named)) {
                    faults.add(name + " names " + named);
                }
            }
        }
    }

    private static String nameOf(String entry) {
        return entry.substring(0, entry.length() - CLASS.length());
    }
}
