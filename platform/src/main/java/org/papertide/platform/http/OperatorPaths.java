package org.papertide.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Writes into the OpenAPI document what every path for operators has alike: how the token is sent,
 * and the answers without it. A path is one if its {@code @SecurityRequirement} is {@value #NAME}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OperatorPaths implements OASFilter {

    /** The name of the operators' security scheme. */
    public static final String NAME = "operator";

    private static final Map<String, String> REFUSALS =
            Map.of("401", "Not the operator token", "403", "No operator token is set here");

    @Override
    public Operation filterOperation(Operation operation) {
        List<SecurityRequirement> security = operation.getSecurity();
        if (security != null
                && !security.isEmpty()
                && security.stream().allMatch(each -> each.hasScheme(NAME))) {
            REFUSALS.forEach((status, description) ->
                    operation
                            .getResponses()
                            .addAPIResponse(
                                    status,
                                    OASFactory.createAPIResponse().description(description)));
        }
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        NAME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The operator token: papertide.operator-token"));
    }
}
