package org.papertide.platform.guard;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.papertide.platform.http.ProblemException;

/** Ends the reading of a body that was not announced, and has more bytes than its path takes. */
@Provider
public class BoundedBodies implements ReaderInterceptor {

    /** Where the rule of its path is in a request. */
    static final String RULE = BodyRule.class.getName();

    private final CurrentVertxRequest requests;

    BoundedBodies(CurrentVertxRequest requests) {
        this.requests = requests;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        RoutingContext request = requests.getCurrent();
        BodyRule rule = request == null ? null : request.get(RULE);
        if (rule != null) {
            context.setInputStream(new Bounded(context.getInputStream(), rule));
        }
        return context.proceed();
    }

    /** The body, as far as it may go. */
    static final class Bounded extends FilterInputStream {

        private final BodyRule rule;
        private long read;

        Bounded(InputStream body, BodyRule rule) {
            super(body);
            this.rule = rule;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            count(Math.max(got, 0));
            return got;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long bytes) {
            read += bytes;
            if (read > rule.mostBytes()) {
                throw new ProblemException(Bodies.tooLarge(rule));
            }
        }
    }
}
