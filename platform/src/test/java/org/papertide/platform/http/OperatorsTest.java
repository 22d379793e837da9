package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperatorsTest {

    private final Operators operators = new Operators(Optional.of("secret"));

    @Test
    void letsTheTokenPass() {
        assertThat(operators.refusal("Bearer secret")).isEmpty();
        assertThat(operators.isOperator("secret")).isTrue();
    }

    @Test
    void challengesWhoeverSendsNoneOrAnother() {
        assertThat(challenge(null)).isEqualTo("Bearer");
        assertThat(challenge("Bearer other")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void letsNobodyPassWhereNoTokenIsSet() {
        Operators none = new Operators(Optional.of(" "));
        assertThat(none.isOperator(" ")).isFalse();
        try (Response refusal = none.refusal("Bearer secret").orElseThrow()) {
            assertThat(refusal.getStatus()).isEqualTo(403);
        }
    }

    private String challenge(@Nullable String authorization) {
        try (Response refusal = operators.refusal(authorization).orElseThrow()) {
            assertThat(refusal.getStatus()).isEqualTo(401);
            return refusal.getHeaderString(HttpHeaders.WWW_AUTHENTICATE);
        }
    }
}
