package org.papertide.platform.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Map;
import java.util.regex.Pattern;
import org.papertide.platform.http.LinkTokens;

/** Keeps the tokens of links out of spans, which tell the address of each request. */
final class HiddenTokens implements SpanProcessor {

    /** Where addresses stand: {@code url.path}, and before it {@code http.target}. */
    private static final Pattern ADDRESS = Pattern.compile("(url|http)\\..*");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String name = span.getName();
        String hidden = LinkTokens.hide(name);
        if (!hidden.equals(name)) {
            span.updateName(hidden);
        }
        for (Map.Entry<AttributeKey<?>, Object> entry : span.getAttributes().asMap().entrySet()) {
            AttributeKey<?> key = entry.getKey();
            if (key.getType() == AttributeType.STRING && ADDRESS.matcher(key.getKey()).matches()) {
                span.setAttribute(key.getKey(), LinkTokens.hide(entry.getValue().toString()));
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Nothing can be changed any more.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
