package org.papertide.notify.site;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;

/**
 * Answers {@code 400} for a form that is not {@code application/x-www-form-urlencoded}, such as
 * {@code =} or {@code %}: the framework's reader of forms fails on those with unchecked exceptions.
 */
@Provider
public class MalformedForms implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            if (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(context.getMediaType())) {
                throw new ProblemException(
                        Problem.of(400, "The form cannot be read: it is not URL-encoded."), e);
            }
            throw e;
        }
    }
}
