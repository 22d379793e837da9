package org.papertide.ranking.http;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who is an operator: whoever bears the token of the settings (RFC 6750). */
@Singleton
public class OperatorToken {

    private static final String SCHEME = "Bearer ";

    private final String token;

    OperatorToken(@ConfigProperty(name = "papertide.operator-token") Optional<String> token) {
        this.token = token.orElse("");
    }

    /**
     * Lets an operator pass.
     *
     * @param authorization the request's header of that name
     * @throws ProblemException if it is somebody else: 401, or 403 where no token is set
     */
    public void require(@Nullable String authorization) {
        if (token.isBlank()) {
            throw new ProblemException(
                    Problem.of(
                            403,
                            "Forbidden",
                            "No operator token is set here: set PAPERTIDE_OPERATOR_TOKEN."));
        }
        boolean operator =
                authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && MessageDigest.isEqual(
                                bytes(authorization.substring(SCHEME.length()).strip()),
                                bytes(token));
        if (!operator) {
            throw new ProblemException(
                    Problem.of(
                            401,
                            "Unauthorized",
                            "This path needs the operator token: \"Authorization: Bearer …\"."));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
