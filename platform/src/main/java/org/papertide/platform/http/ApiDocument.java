package org.papertide.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Writes into the OpenAPI document what all paths have alike: the shape of errors; and for those of
 * operators, whose {@code @SecurityRequirement} is {@value #OPERATOR}, how the token is sent and
 * the answers without it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {

    /** The name of the operators' security scheme. */
    public static final String OPERATOR = "operator";

    private static final Map<String, String> REFUSALS =
            Map.of("401", "Not the operator token", "403", "No operator token is set here");

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses = operation.getResponses();
        List<SecurityRequirement> security = operation.getSecurity();
        if (security != null
                && !security.isEmpty()
                && security.stream().allMatch(each -> each.hasScheme(OPERATOR))) {
            REFUSALS.forEach((status, description) ->
                    responses.addAPIResponse(
                            status, OASFactory.createAPIResponse().description(description)));
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
