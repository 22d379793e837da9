package org.papertide.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Writes into the OpenAPI document what all paths have alike: the shape of errors, and the answers
 * to requests that no path takes; and for those of operators, whose {@code @SecurityRequirement} is
 * {@value #OPERATOR}, how the token is sent and the answers without it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

    /** The name of the operators' security scheme. */
    public static final String OPERATOR = "operator";

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        List<SecurityRequirement> security = operation.getSecurity();
        if (security != null
                && !security.isEmpty()
                && security.stream().allMatch(each -> each.hasScheme(OPERATOR))) {
            // In one order: two builds of the document are equal.
            responses.addAPIResponse("401", refusal("Not the operator token"));
            responses.addAPIResponse("403", refusal("No operator token is set here"));
        }
        addAbsent(responses, "414", "The address is too long");
        addAbsent(responses, "431", "The head of the request is too long");
        if (operation.getRequestBody() != null) {
            addAbsent(responses, "400", "The body cannot be read");
            addAbsent(responses, "413", "The body is too large");
            addAbsent(responses, "415", "The body is of another type, or packed");
        }
        responses
                .getAPIResponses()
                .forEach((status, response) -> {
                    if (status.matches("[45]..") && response.getContent() == null) {
                        response.setContent(
                                OASFactory.createContent()
                                        .addMediaType(
                                                Problem.MEDIA_TYPE,
                                                OASFactory.createMediaType()
                                                        .schema(
                                                                OASFactory.createSchema()
                                                                        .ref("Problem"))));
                    }
                });
        return operation;
    }

    private static void addAbsent(APIResponses responses, String status, String description) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, refusal(description));
        }
    }

    private static APIResponse refusal(String description) {
        return OASFactory.createAPIResponse().description(description);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        OPERATOR,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The operator token: papertide.operator-token"));
    }
}
