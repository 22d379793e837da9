package org.papertide.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir private Path directory;

    @Test
    void makesTheOperatorTokenOnceForItsOwnerOnly() throws IOException {
        DataDirectory data = new DataDirectory(directory);

        String token = data.operatorToken();

        assertThat(token).hasSizeGreaterThanOrEqualTo(32);
        assertThat(data.operatorToken()).isEqualTo(token);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("operator-token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tokenKeysAreOneKeyOf256Bits() {
        String keys = new DataDirectory(directory).tokenKeys();

        assertThat(keys).startsWith("1=");
        assertThat(Base64.getDecoder().decode(keys.substring(2))).hasSize(32);
        assertThat(new DataDirectory(directory).tokenKeys()).isEqualTo(keys);
    }

    @Test
    void isForItsOwnerBeforeAnythingIsInIt() throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve("new"));

        try (DataDirectory.Lock _ = data.lock()) {
            assertThat(permissions(data.path())).isEqualTo("rwx------");
            assertThat(permissions(data.temporary())).isEqualTo("rwx------");
        }
    }

    @Test
    void takesFromOthersWhatAnOlderReleaseLetThemRead() throws IOException {
        DataDirectory data = new DataDirectory(directory);
        Path open = Files.createDirectories(directory.resolve("postgres/server"));
        Path mail = Files.createFile(directory.resolve("00000001.eml"));
        Path lock = Files.createFile(directory.resolve("lock"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(mail, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

        try (DataDirectory.Lock _ = data.lock()) {
            assertThat(permissions(open)).isEqualTo("rwx------");
            assertThat(permissions(mail)).isEqualTo("rw-------");
            assertThat(permissions(lock)).isEqualTo("rw-------");
        }
    }

    @Test
    void leavesADirectoryOfSomethingElseAlone() throws IOException {
        Path theirs = Files.createFile(directory.resolve("letter.txt"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new DataDirectory(directory).lock())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not Papertide's");
        assertThat(permissions(theirs)).isEqualTo("rw-r--r--");
    }

    @Test
    void leavesNothingTemporaryBehind() throws IOException {
        DataDirectory data = new DataDirectory(directory.resolve("new"));
        try (DataDirectory.Lock _ = data.lock()) {
            Path library = data.temporary().resolve("unpacked/library.so");
            Files.createDirectories(library.getParent());
            Files.createFile(library);

            data.clearTemporary();

            assertThat(data.temporary()).isEmptyDirectory();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void refusesWhatIsNotADirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new DataDirectory(file).lock())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void remembersWhatRuns() {
        DataDirectory data = new DataDirectory(directory);
        RunningStack stack = new RunningStack(ProcessHandle.current().pid(), 9000, List.of(1L, 2L));

        stack.write(data);

        assertThat(RunningStack.read(data)).contains(stack);
        assertThat(stack.lives()).isTrue();
        RunningStack.forget(data);
        assertThat(RunningStack.read(data)).isEmpty();
    }

    @Test
    void ignoresARunningFileThatIsDamaged() {
        DataDirectory data = new DataDirectory(directory);
        data.write("running", "pid=x\\u12");

        assertThat(RunningStack.read(data)).isEmpty();
    }

    @Test
    void isInTheCheckoutUnlessNamed() {
        assertThat(DataDirectory.of(directory, Optional.empty()).path())
                .isEqualTo(directory.resolve(".papertide"));
        assertThat(DataDirectory.of(directory, Optional.of(directory.resolve("a/../b"))).path())
                .isEqualTo(directory.resolve("b"));
    }
}
