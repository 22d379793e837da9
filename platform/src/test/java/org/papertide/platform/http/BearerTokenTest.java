package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearerTokenTest {

    @Test
    void isItselfAndNothingElse() {
        BearerToken token = new BearerToken("secret");
        assertThat(token.is("secret")).isTrue();
        assertThat(token.is("secre")).isFalse();
        assertThat(token.is("secretx")).isFalse();
        assertThat(token.is("")).isFalse();
    }

    @Test
    void readsTheHeaderAsRfc6750Says() {
        assertThat(BearerToken.sent("Bearer abc")).contains("abc");
        assertThat(BearerToken.sent("bearer  abc ")).contains("abc");
        assertThat(BearerToken.sent("Basic abc")).isEmpty();
        assertThat(BearerToken.sent("Bearer ")).isEmpty();
        assertThat(BearerToken.sent(null)).isEmpty();
    }
}
