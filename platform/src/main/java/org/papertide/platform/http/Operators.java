package org.papertide.platform.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Recognizes operators: they send the operator token. */
@Singleton
public class Operators {

    private static final String NEEDED =
            "This path needs the operator token: send it as \"Authorization: Bearer …\".";

    private static final String NONE_SET =
            "No operator token is set here: start the service with PAPERTIDE_OPERATOR_TOKEN.";

    private final Optional<BearerToken> token;

    /**
     * @param token What operators send as "Authorization: Bearer …"; default: nobody is an operator
     */
    public Operators(@ConfigProperty(name = "papertide.operator-token") Optional<String> token) {
        this.token = token.filter(text -> !text.isBlank()).map(BearerToken::new);
    }

    /** Whether this is the operator's token; never if none is set. */
    public boolean isOperator(String sent) {
        return token.isPresent() && token.get().is(sent);
    }

    /** Rejects a request without the token before its body is read. */
    @OperatorOnly
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Optional<Response> check(ContainerRequestContext request) {
        return refusal(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    }

    /**
     * Why a request with this {@code Authorization} header is rejected; empty if it is accepted.
     */
    Optional<Response> refusal(@Nullable String authorization) {
        Optional<String> sent = BearerToken.sent(authorization);
        if (sent.filter(this::isOperator).isPresent()) {
            return Optional.empty();
        }
        if (sent.isEmpty()) {
            return Optional.of(unauthorized("Bearer", NEEDED));
        }
        return Optional.of(
                token.isEmpty()
                        ? Problem.of(403, NONE_SET).response()
                        : unauthorized(
                                "Bearer error=\"invalid_token\"",
                                "That is not the operator token."));
    }

    /**
     * The answer to a request without a valid token.
     *
     * @param challenge of RFC 6750, 3
     */
    public static Response unauthorized(String challenge, String detail) {
        return Response.status(401)
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .entity(Problem.of(401, detail))
                .build();
    }
}
