package org.papertide.notify.site;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Headers of every answer: browsers run and load nothing but our own files, show no page in a
 * frame, guess no types, and send no referrer, since addresses hold tokens.
 */
@Provider
public class SecurityHeaders implements ContainerResponseFilter {

    static final String POLICY = "Content-Security-Policy";

    /** For pages: our own style, script and requests; nothing inline. */
    static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** For mails on the web: their style is inline, as mail clients need it; no script at all. */
    static final String MAIL_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final Map<String, String> FOR_ALL =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "X-Frame-Options", "DENY",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        putInto(response.getHeaders());
    }

    static void putInto(MultivaluedMap<String, Object> headers) {
        headers.putIfAbsent(POLICY, new ArrayList<>(List.of(PAGE_POLICY)));
        FOR_ALL.forEach(headers::putSingle);
    }

    /** Gives each header of a page to an answer that is not made by resources. */
    static void forEach(BiConsumer<String, String> header) {
        header.accept(POLICY, PAGE_POLICY);
        FOR_ALL.forEach(header);
    }
}
