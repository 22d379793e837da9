package org.papertide.platform.http;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.papertide.platform.http.Problem.FieldError;

/** Validates requests by the constraints on their records, whatever form they came in. */
@Singleton
public final class RequestValidator {

    private final Validator validator;

    public RequestValidator(Validator validator) {
        this.validator = validator;
    }

    /**
     * Every field that is wrong, each once; empty for a valid request.
     *
     * @param unreadable what the request could not hold, such as a text where a number is due; it
     *     is reported instead of what the constraints say of these fields
     * @param groups of constraints, the default group if none is given
     */
    public <R extends Record> List<FieldError> problems(
            R request, List<FieldError> unreadable, Class<?>... groups) {
        Set<String> known = unreadable.stream().map(FieldError::field).collect(Collectors.toSet());
        List<FieldError> problems = new ArrayList<>(unreadable);
        validator.validate(request, groups).stream()
                .map(RequestValidator::problem)
                .sorted(Comparator.comparing(FieldError::field))
                .filter(problem -> known.add(problem.field()))
                .forEach(problems::add);
        return List.copyOf(problems);
    }

    private static FieldError problem(ConstraintViolation<?> violation) {
        Path.Node field = violation.getPropertyPath().iterator().next();
        return new FieldError(field.getName(), violation.getMessage());
    }
}
