{{/* Every object's name begins with that of the release. */}}
{{- define "papertide.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* The labels of an object: (dict "root" $ "component" "ingest"). */}}
{{- define "papertide.labels" -}}
{{ include "papertide.selector" . }}
app.kubernetes.io/part-of: papertide
app.kubernetes.io/version: {{ include "papertide.tag" .root | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* By which its pods are found; never changes. */}}
{{- define "papertide.selector" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ include "papertide.name" .root }}
{{- end -}}

{{- define "papertide.tag" -}}
{{- .Values.image.tag | default .Chart.AppVersion -}}
{{- end -}}

{{- define "papertide.image" -}}
{{- $registry := .root.Values.image.registry -}}
{{- if $registry }}{{ $registry }}/{{ end -}}
{{ .root.Values.image.repository }}/{{ .component }}-service:{{ include "papertide.tag" .root }}
{{- end -}}

{{/* The public address, without a slash at its end. */}}
{{- define "papertide.url" -}}
{{- $public := .Values.public -}}
{{ $public.scheme }}://{{ $public.host }}{{ if $public.port }}:{{ $public.port }}{{ end }}
{{- end -}}

{{/* The restricted profile, for each pod: (dict "user" 10001). */}}
{{- define "papertide.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .user }}
runAsGroup: {{ .user }}
fsGroup: {{ .user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "papertide.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* A setting of a service as environment variables are named: papertide.kafka.topic-prefix is PAPERTIDE_KAFKA_TOPIC_PREFIX. */}}
{{- define "papertide.env" -}}
{{- regexReplaceAll "[^a-zA-Z0-9]" . "_" | upper -}}
{{- end -}}

{{- define "papertide.kafka.servers" -}}
{{- $name := include "papertide.name" . -}}
{{- if eq .Values.kafka.mode "single" -}}
{{ $name }}-kafka.{{ .Release.Namespace }}.svc:9092
{{- else if eq .Values.kafka.mode "strimzi" -}}
{{ $name }}-kafka-bootstrap.{{ .Release.Namespace }}.svc:9093
{{- else -}}
{{ .Values.kafka.external.bootstrapServers }}
{{- end -}}
{{- end -}}

{{- define "papertide.kafka.replication" -}}
{{- if eq .Values.kafka.mode "single" }}1{{ else }}{{ .Values.kafka.replication }}{{ end -}}
{{- end -}}

{{/* Whether a service has a database: (dict "component" "ingest"). */}}
{{- define "papertide.hasDatabase" -}}
{{- if has .component (list "ingest" "notify") }}true{{ end -}}
{{- end -}}

{{- define "papertide.database.secret" -}}
{{- $name := include "papertide.name" .root -}}
{{- $mode := .root.Values.database.mode -}}
{{- if eq $mode "single" -}}
{{ $name }}-{{ .component }}-database
{{- else if eq $mode "cloudnativepg" -}}
{{ $name }}-{{ .component }}-db-app
{{- else -}}
{{ (index .root.Values.database.external .component).secret }}
{{- end -}}
{{- end -}}

{{/* The secret with the authority of the database, and nothing where TLS is off or the JVM knows it. */}}
{{- define "papertide.database.authority" -}}
{{- if eq .root.Values.database.mode "cloudnativepg" -}}
{{ include "papertide.name" .root }}-{{ .component }}-db-ca
{{- else if eq .root.Values.database.mode "external" -}}
{{ .root.Values.database.external.caSecret }}
{{- end -}}
{{- end -}}

{{- define "papertide.database.url" -}}
{{- $name := include "papertide.name" .root -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $database := .root.Values.database -}}
{{- $authority := include "papertide.database.authority" . -}}
{{- if eq $database.mode "single" -}}
jdbc:postgresql://{{ $name }}-postgresql.{{ $namespace }}.svc:5432/{{ .component }}
{{- else if eq $database.mode "cloudnativepg" -}}
jdbc:postgresql://{{ $name }}-{{ .component }}-db-rw.{{ $namespace }}.svc:5432/{{ .component }}?sslmode=verify-full&sslrootcert=/etc/papertide/database/ca.crt
{{- else -}}
jdbc:postgresql://{{ $database.external.host }}:{{ $database.external.port }}/{{ (index $database.external .component).name }}?sslmode={{ $database.external.sslMode }}
{{- if $authority }}&sslrootcert=/etc/papertide/database/ca.crt{{ else if ne $database.external.sslMode "disable" }}&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory{{ end -}}
{{- end -}}
{{- end -}}

{{/* What all three services are told: (dict "root" $ "component" "ingest"). */}}
{{- define "papertide.commonEnv" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $service := printf "%s-%s" (include "papertide.name" .root) .component -}}
{{- $namespace := .root.Release.Namespace -}}
- name: PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS
  value: {{ include "papertide.kafka.servers" .root | quote }}
- name: PAPERTIDE_KAFKA_TOPIC_PREFIX
  value: {{ $values.kafka.topicPrefix | quote }}
- name: PAPERTIDE_KAFKA_PARTITIONS
  value: {{ $values.kafka.partitions | int | quote }}
- name: PAPERTIDE_KAFKA_REPLICATION
  value: {{ include "papertide.kafka.replication" .root | quote }}
{{- if eq $values.kafka.mode "strimzi" }}
- name: PAPERTIDE_KAFKA_CLIENT__SECURITY_PROTOCOL_
  value: SSL
# Read again for each connection: Strimzi renews them in their files.
- name: PAPERTIDE_KAFKA_CLIENT__SSL_ENGINE_FACTORY_CLASS_
  value: org.papertide.platform.settings.RenewedCertificates
- name: PAPERTIDE_KAFKA_CLIENT__SSL_TRUSTSTORE_LOCATION_
  value: /etc/papertide/kafka-authority/ca.crt
- name: PAPERTIDE_KAFKA_CLIENT__SSL_KEYSTORE_LOCATION_
  value: /etc/papertide/kafka-user/user.crt
{{- else if eq $values.kafka.mode "external" }}
{{- range $name, $value := $values.kafka.external.client }}
- name: {{ include "papertide.env" (printf "papertide.kafka.client.%q" $name) }}
  value: {{ $value | quote }}
{{- end }}
{{- with $values.kafka.external.clientSecret }}
- name: PAPERTIDE_KAFKA_CLIENT__SASL_JAAS_CONFIG_
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: sasl.jaas.config
{{- end }}
{{- end }}
- name: PAPERTIDE_HTTP_HOSTS
  value: {{ list $values.public.host $service (printf "%s.%s" $service $namespace) (printf "%s.%s.svc" $service $namespace) (printf "%s.%s.svc.cluster.local" $service $namespace) | join "," | quote }}
{{- with $values.public.trustedProxies }}
- name: PAPERTIDE_HTTP_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
- name: PAPERTIDE_LOG_JSON
  value: {{ $values.observability.jsonLogs | quote }}
{{- with $values.observability.traces.endpoint }}
- name: QUARKUS_OTEL_SDK_DISABLED
  value: "false"
- name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: PAPERTIDE_OPERATOR_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ $values.secrets.operator }}
      key: token
{{- if include "papertide.hasDatabase" . }}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ include "papertide.database.url" . | quote }}
{{- range $key := list "username" "password" }}
- name: QUARKUS_DATASOURCE_{{ upper $key }}
  valueFrom:
    secretKeyRef:
      name: {{ include "papertide.database.secret" $ }}
      key: {{ $key }}
{{- end }}
{{- end }}
{{- end -}}

{{/* All variables of a service. What the chart sets cannot be set beside it: of two variables of one name, tools keep another one each. */}}
{{- define "papertide.serviceEnv" -}}
{{- $given := printf "%s\n%s\n" (include "papertide.commonEnv" .) (include (printf "papertide.%s.env" .component) .) -}}
{{- $own := index .root.Values .component -}}
{{- range $name, $_ := merge (dict) $own.settings $own.secretSettings -}}
{{- if contains (printf "- name: %s\n" (include "papertide.env" $name)) $given -}}
{{- fail (printf "%s.settings: %s has a value of its own in the chart's values" $.component $name) -}}
{{- end -}}
{{- if and (hasKey $own.settings $name) (hasKey $own.secretSettings $name) -}}
{{- fail (printf "%s: %s is in settings and in secretSettings" $.component $name) -}}
{{- end -}}
{{- end -}}
{{ trim $given }}
{{- range $name, $value := $own.settings }}
- name: {{ include "papertide.env" $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $from := $own.secretSettings }}
- name: {{ include "papertide.env" $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $from.secret }}
      key: {{ $from.key }}
{{- end }}
{{- end -}}

{{- define "papertide.commonMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if eq .root.Values.kafka.mode "strimzi" }}
- name: kafka-authority
  mountPath: /etc/papertide/kafka-authority
  readOnly: true
- name: kafka-user
  mountPath: /etc/papertide/kafka-user
  readOnly: true
{{- end }}
{{- if and (include "papertide.hasDatabase" .) (include "papertide.database.authority" .) }}
- name: database-authority
  mountPath: /etc/papertide/database
  readOnly: true
{{- end }}
{{- end -}}

{{- define "papertide.commonVolumes" -}}
{{- $name := include "papertide.name" .root -}}
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
{{- if eq .root.Values.kafka.mode "strimzi" }}
- name: kafka-authority
  secret:
    secretName: {{ $name }}-cluster-ca-cert
    items:
      - {key: ca.crt, path: ca.crt}
- name: kafka-user
  secret:
    secretName: {{ $name }}-{{ .component }}
    items:
      - {key: user.crt, path: user.crt}
      - {key: user.key, path: user.key}
{{- end }}
{{- if include "papertide.hasDatabase" . }}
{{- with include "papertide.database.authority" . }}
- name: database-authority
  secret:
    secretName: {{ . }}
    items:
      - {key: ca.crt, path: ca.crt}
{{- end }}
{{- end }}
{{- end -}}

{{/*
Three questions to the management port. started: the process is up. live: it answers at all; no server that it needs
has a part in that, for a restart would not bring it back. serving: it can answer whoever asks. /q/health/ready asks for
more: while Kafka is away it is 503 in every replica, and readers would have nobody to ask.
*/}}
{{- define "papertide.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: management}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /q/health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /q/health/group/serving, port: management}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/*
Pods of one service on different zones and nodes: (dict "root" $ "component" "ingest" "kind" "Deployment"). Of a
Deployment those of one release: in an upgrade the old ones would count, and go. Those of a StatefulSet are replaced one
after the other where their volumes are, so all count.
*/}}
{{- define "papertide.spread" -}}
{{- $pods := printf "labelSelector:\n  matchLabels: %s" (include "papertide.selector" . | nindent 4) -}}
{{- if eq .kind "Deployment" -}}
{{- $pods = printf "%s\nmatchLabelKeys: [pod-template-hash]" $pods -}}
{{- end -}}
topologySpreadConstraints:
{{- if .root.Values.spread.zones }}
{{- include "papertide.zones" (dict "root" .root "key" "topology.kubernetes.io/zone" "pods" $pods) | nindent 2 }}
{{- end }}
{{- include "papertide.nodes" $pods | nindent 2 }}
{{- end -}}

{{/* Nodes that take none of these pods (of the control plane, or cordoned) are no place that lacks one. */}}
{{- define "papertide.zones" -}}
- maxSkew: 1
  topologyKey: {{ .key }}
  whenUnsatisfiable: {{ .root.Values.spread.whenUnsatisfiable }}
  nodeTaintsPolicy: Honor
  {{- .pods | nindent 2 }}
{{- end -}}

{{/* Two pods on one node are better than one that waits. */}}
{{- define "papertide.nodes" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  nodeTaintsPolicy: Honor
  {{- . | nindent 2 }}
{{- end -}}

{{/* The label of nodes by which brokers are told apart. Strimzi lets no broker onto a node without it. */}}
{{- define "papertide.kafka.rackKey" -}}
{{- $key := .Values.kafka.strimzi.rackKey -}}
{{- if or .Values.spread.zones (ne $key "topology.kubernetes.io/zone") -}}
{{ $key }}
{{- end -}}
{{- end -}}

{{/* What every pod has: (dict "root" $ "component" "ingest" "user" 10001). */}}
{{- define "papertide.pod" -}}
serviceAccountName: {{ include "papertide.name" .root }}-{{ .component }}
automountServiceAccountToken: false
# Else the variables of the services' addresses would be taken for settings: PAPERTIDE_KAFKA_PORT.
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
securityContext: {{- include "papertide.podSecurity" . | nindent 2 }}
{{- end -}}

{{/*
How many replicas: (dict "root" $ "component" "ingest" "kind" "Deployment"). What scales itself keeps those that run, and
is made with the fewest. Without the field the API server would take 1, for what is new and for what had the field before.
*/}}
{{- define "papertide.replicas" -}}
{{- $own := index .root.Values .component -}}
{{- if not $own.autoscaling.enabled -}}
replicas: {{ $own.replicas }}
{{- else if .root.Values.secrets.lookup -}}
{{- $there := lookup "apps/v1" .kind .root.Release.Namespace (printf "%s-%s" (include "papertide.name" .root) .component) -}}
replicas: {{ dig "spec" "replicas" $own.autoscaling.min $there | int }}
{{- end -}}
{{- end -}}

{{/* Service account, disruption budget and cluster address of a service: (dict "root" $ "component" "ingest" "port" 8081). */}}
{{- define "papertide.surroundings" -}}
{{- $name := printf "%s-%s" (include "papertide.name" .root) .component -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
  labels: {{- include "papertide.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels: {{- include "papertide.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "papertide.selector" . | nindent 6 }}
{{- if .port }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{- include "papertide.labels" . | nindent 4 }}
spec:
  selector: {{- include "papertide.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
      appProtocol: http
{{- end }}
{{- end -}}

{{/* Browsers that were here once come by HTTPS alone: a filter of a route. */}}
{{- define "papertide.hsts" -}}
{{- if .Values.gateway.hsts -}}
filters:
  - type: ResponseHeaderModifier
    responseHeaderModifier:
      set:
        - {name: Strict-Transport-Security, value: max-age={{ .Values.gateway.hsts | int }}}
{{- end -}}
{{- end -}}

{{/* The peers of a rule: these networks, or any address. */}}
{{- define "papertide.networks" -}}
to: {{- include "papertide.blocks" . | nindent 2 }}
{{- end -}}

{{- define "papertide.blocks" -}}
{{- range . }}
- ipBlock: {cidr: {{ . }}}
{{- else }}
- ipBlock: {cidr: 0.0.0.0/0}
- ipBlock: {cidr: "::/0"}
{{- end }}
{{- end -}}

{{/* Any address that is nobody's own. */}}
{{- define "papertide.internet" -}}
to:
  - ipBlock:
      cidr: 0.0.0.0/0
      except: {{- toYaml .Values.networkPolicies.privateNetworks | nindent 8 }}
  - ipBlock:
      cidr: "::/0"
      except: [fc00::/7, fe80::/10]
{{- end -}}

{{/* The port at the end of an address. */}}
{{- define "papertide.port" -}}
{{- regexFind "[0-9]+/*$" . | trimSuffix "/" -}}
{{- end -}}

{{/* The ports of Kafka's brokers that somebody else runs, one a line. */}}
{{- define "papertide.kafka.ports" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.external.bootstrapServers -}}
{{- $ports = append $ports (splitList ":" . | last | int) -}}
{{- end -}}
{{- range .Values.kafka.external.ports -}}
{{- $ports = append $ports (int .) -}}
{{- end -}}
{{- range uniq $ports }}
- {port: {{ . }}, protocol: TCP}
{{- end -}}
{{- end -}}

{{/* A quantity of memory or disk as whole MiB: 1.5Gi is 1536. */}}
{{- define "papertide.mebibytes" -}}
{{- $factors := dict "Ki" 0.0009765625 "Mi" 1.0 "Gi" 1024.0 "Ti" 1048576.0 -}}
{{- mulf (regexFind "^[0-9.]+" . | float64) (get $factors (regexFind "[KMGT]i$" .)) | floor | int64 -}}
{{- end -}}

{{/*
What PostgreSQL is told: (dict "own" .Values.database.cloudnativepg.notify). By default it would take 128 MiB for
buffers, whatever its memory; a quarter is the manual's advice, and what the kernel may cache besides is told to the planner. Checkpoints
come by time, and leave most of the log's disk to what standbys and the archive are behind.
*/}}
{{- define "papertide.database.parameters" -}}
{{- $memory := include "papertide.mebibytes" .own.resources.limits.memory | int64 -}}
{{- $log := include "papertide.mebibytes" .own.walStorage | int64 -}}
{{- $defaults := dict -}}
{{- $_ := set $defaults "shared_buffers" (printf "%dMB" (div (mul $memory 25) 100)) -}}
{{- $_ := set $defaults "effective_cache_size" (printf "%dMB" (div (mul $memory 70) 100)) -}}
{{- $_ := set $defaults "max_wal_size" (printf "%dMB" (div (mul $log 30) 100)) -}}
{{- mergeOverwrite $defaults (deepCopy .own.parameters) | toYaml -}}
{{- end -}}

{{/* The port of the object store with the backups. */}}
{{- define "papertide.backup.port" -}}
{{- regexFind ":[0-9]+" (trimPrefix "https:" .Values.database.cloudnativepg.backup.endpoint) | trimPrefix ":" | default "443" -}}
{{- end -}}

{{/* The restricted profile for pods that an operator makes, under a user of its image. */}}
{{- define "papertide.operatedPod" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "papertide.operatedContainer" -}}
allowPrivilegeEscalation: false
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
capabilities:
  drop: [ALL]
{{- end -}}
