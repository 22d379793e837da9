package org.papertide.platform.logging;

import io.quarkus.vertx.http.runtime.attribute.ConstantExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttribute;
import io.quarkus.vertx.http.runtime.attribute.ExchangeAttributeBuilder;
import io.quarkus.vertx.http.runtime.attribute.ReadOnlyAttributeException;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.LinkTokens;

/**
 * Keeps secrets out of the access log that an operator may switch on: the tokens of links, and
 * headers that carry a secret. Neither the pattern nor the place of the log matters. Quarkus finds
 * this one by its service loader, and asks it before its own.
 */
public final class HiddenInAccessLog implements ExchangeAttributeBuilder {

    private static final String HIDDEN = "{hidden}";

    private static final String ALL_HEADERS = "%{ALL_REQUEST_HEADERS}";

    private static final Pattern HEADER = Pattern.compile("%\\{[io],([^}]+)}");

    private static final Pattern SECRET =
            Pattern.compile("(?:proxy-)?authorization|(?:set-)?cookie2?|.*(?:token|secret|key).*");

    @Override
    public String name() {
        return "Hidden";
    }

    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }

    /** The same as Quarkus shows there, without tokens; null if it knows no such thing. */
    @Override
    public @Nullable ExchangeAttribute build(String token) {
        if (token.equals(ALL_HEADERS)) {
            return new ConstantExchangeAttribute(HIDDEN);
        }
        Matcher header = HEADER.matcher(token);
        boolean secret =
                header.matches()
                        && SECRET.matcher(header.group(1).toLowerCase(Locale.ROOT)).matches();
        return others().stream()
                .map(each -> each.build(token))
                .filter(Objects::nonNull)
                .findFirst()
                .map(shown -> new Hiding(shown, secret))
                .orElse(null);
    }

    private static List<ExchangeAttributeBuilder> others() {
        return ServiceLoader.load(
                        ExchangeAttributeBuilder.class, HiddenInAccessLog.class.getClassLoader())
                .stream()
                .filter(each -> each.type() != HiddenInAccessLog.class)
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(ExchangeAttributeBuilder::priority).reversed())
                .toList();
    }

    private record Hiding(ExchangeAttribute shown, boolean secret) implements ExchangeAttribute {

        @Override
        public @Nullable String readAttribute(RoutingContext exchange) {
            String value = shown.readAttribute(exchange);
            if (value == null) {
                return null;
            }
            return secret ? HIDDEN : LinkTokens.hide(value);
        }

        @Override
        public void writeAttribute(RoutingContext exchange, String value)
                throws ReadOnlyAttributeException {
            shown.writeAttribute(exchange, value);
        }
    }
}
