package org.papertide.notify.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.platform.loop.UnavailableException;

class SealedSecretsTest {

    private static final byte[] SECRET = "a secret of a webhook".getBytes(StandardCharsets.UTF_8);

    private static SealedSecrets with(int... ids) {
        return new SealedSecrets(
                TestTokens.keyring(
                        Arrays.stream(ids)
                                .mapToObj(id ->
                                        id
                                                + "="
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                ("the secret of key " + id)
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8)))
                                .toArray(String[]::new)));
    }

    @Test
    void opensWhatItSealedAlsoAfterARotation() {
        byte[] sealed = with(1).seal(SECRET);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(SECRET, StandardCharsets.ISO_8859_1));
        assertThat(with(1).open(sealed)).hasValue(SECRET);
        assertThat(with(2, 1).open(sealed)).hasValue(SECRET);
        assertThat(with(1).seal(SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void opensNothingElse() {
        byte[] sealed = with(1).seal(SECRET);
        assertThat(with(2).open(sealed)).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(with(1).open(sealed)).isEmpty();
        assertThat(with(1).open(new byte[0])).isEmpty();
        assertThat(with(1).open(new byte[13])).isEmpty();
    }

    /** Else a secret whose key is still in the database would look lost. */
    @Test
    void waitsForTheKeysOfTheDatabase() {
        SealedSecrets early =
                new SealedSecrets(
                        new TokenKeyring(
                                List.of("2=" + Base64.getEncoder().encodeToString(new byte[32]))));
        byte[] sealed = with(1).seal(SECRET);
        assertThatThrownBy(() -> early.open(sealed)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> early.seal(SECRET)).isInstanceOf(UnavailableException.class);
    }
}
