package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.http.RowNumber;
import org.papertide.platform.http.BearerToken;
import org.papertide.platform.http.Operators;

/** Who may see and change a webhook: operators, and whoever has its secret. */
@Singleton
final class WebhookAccess {

    private final Operators operators;
    private final WebhookLookups lookups;

    WebhookAccess(Operators operators, WebhookLookups lookups) {
        this.operators = operators;
        this.lookups = lookups;
    }

    boolean isOperator(@Nullable String authorization) {
        return BearerToken.sent(authorization).filter(operators::isOperator).isPresent();
    }

    /** Who has neither the operator token nor the secret does not learn what there is. */
    Response owned(OwnerRequest request, LongFunction<Response> answer) {
        Optional<Long> number = RowNumber.parse(request.id());
        Optional<String> sent = BearerToken.sent(request.authorization());
        boolean allowed =
                sent.filter(operators::isOperator).isPresent()
                        || (number.isPresent()
                                && sent.filter(text -> lookups.isSecret(number.get(), text))
                                        .isPresent());
        if (!allowed) {
            return Operators.unauthorized(
                    "Bearer", "This path needs the secret of the webhook, or the operator token.");
        }
        return number.map(answer::apply)
                .orElseGet(() -> WebhookAnswers.found(Optional.empty(), request.id()));
    }
}
