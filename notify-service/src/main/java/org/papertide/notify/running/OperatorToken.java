package org.papertide.notify.running;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who is an operator: whoever bears the token of the settings. */
@Singleton
public class OperatorToken {

    private static final String SCHEME = "Bearer ";

    private final String token;

    OperatorToken(@ConfigProperty(name = "papertide.operator-token") Optional<String> token) {
        this.token = token.orElse("");
    }

    /** The answer to somebody who is none; empty for an operator. */
    public Optional<Response> refuse(@Nullable String authorization) {
        if (token.isBlank()) {
            return Optional.of(
                    Problem.of(403, "No operator token is set", "set PAPERTIDE_OPERATOR_TOKEN")
                            .response());
        }
        if (authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        bytes(authorization.substring(SCHEME.length()).strip()), bytes(token))) {
            return Optional.empty();
        }
        Response refusal =
                Problem.of(401, "Operators only", "send the operator's bearer token").response();
        return Optional.of(
                Response.fromResponse(refusal)
                        .header("WWW-Authenticate", "Bearer realm=\"papertide\"")
                        .build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
