package org.papertide.local.data;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps files and directories for their owner only. It does nothing on a file system without POSIX
 * permissions.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> OF_OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private static final Set<PosixFilePermission> OF_OWNER =
            PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /** Makes a directory that is for its owner before anything is in it, or makes it so. */
    public static void createDirectory(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            Files.createDirectories(parent);
            if (hasPermissions(parent)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OF_OWNER));
            } else {
                Files.createDirectory(directory);
            }
        }
        take(directory);
    }

    /** Takes the permissions of group and others from everything in a directory, and from it. */
    public static void tighten(Path directory) throws IOException {
        Files.walkFileTree(
                directory.toRealPath(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path each, BasicFileAttributes attributes) throws IOException {
                        take(each);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
                            throws IOException {
                        if (!attributes.isSymbolicLink()) {
                            take(each);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path each, IOException reason)
                            throws IOException {
                        if (reason instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw reason;
                    }
                });
    }

    private static void take(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(view.readAttributes().permissions());
            if (permissions.removeAll(OF_OTHERS)) {
                view.setPermissions(permissions);
            }
        } catch (NoSuchFileException _) {
            // Somebody deleted it meanwhile: nobody can read it.
        }
    }

    private static boolean hasPermissions(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
