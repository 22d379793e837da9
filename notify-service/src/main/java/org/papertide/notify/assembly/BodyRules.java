package org.papertide.notify.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.notify.returned.SuppressionResource;
import org.papertide.notify.returned.webhook.ProviderWebhookResource;
import org.papertide.platform.guard.BodyRule;

/** How large a body may be that is more than a few fields. */
class BodyRules {

    private static final long MAX_LIST = 64 << 20;

    /** A list of suppressed addresses. */
    @Produces
    @Singleton
    static BodyRule suppressions() {
        return BodyRule.upTo(SuppressionResource.PATH, MAX_LIST);
    }

    /** A provider reports many mails at once. */
    @Produces
    @Singleton
    static BodyRule webhooks() {
        return BodyRule.upTo(ProviderWebhookResource.PATH, ProviderWebhookResource.MAX_BYTES);
    }
}
