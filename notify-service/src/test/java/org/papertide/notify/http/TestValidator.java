package org.papertide.notify.http;

import jakarta.validation.Validation;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.papertide.platform.http.RequestValidator;

/** The validator as the service has it, without the framework. */
public final class TestValidator {

    private static final RequestValidator VALIDATOR =
            new RequestValidator(
                    Validation.byDefaultProvider()
                            .configure()
                            .messageInterpolator(new ParameterMessageInterpolator())
                            .buildValidatorFactory()
                            .getValidator());

    private TestValidator() {}

    public static RequestValidator get() {
        return VALIDATOR;
    }
}
