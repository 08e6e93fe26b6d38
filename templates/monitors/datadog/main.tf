# The gate's monitors and dashboard. `terraform apply -var 'notify=@slack-data-alerts' -var 'page=@pagerduty-data'`.
# datadogmonitors.yaml holds the same monitors for the Datadog Operator: use one of the two.
terraform {
  required_providers {
    datadog = {
      source  = "DataDog/datadog"
      version = "~> 3.60"
    }
  }
}

variable "notify" {
  description = "Who is told of everything, such as @slack-data-alerts"
  type        = string
}

variable "page" {
  description = "Who is woken where a gate is not open, such as @pagerduty-data; empty for nobody"
  type        = string
  default     = ""
}

locals {
  tags = ["service:dq-gate", "team:data"]
}

resource "datadog_dashboard_json" "dq_gate" {
  dashboard = file("${path.module}/dashboard.json")
}

resource "datadog_monitor" "not_open" {
  name                = "dq gate not open: {{dataset.name}}"
  type                = "query alert"
  priority            = 2
  query               = "max(last_10m):max:argo_workflows.dq_gate.last_result{*} by {dataset} >= 1"
  on_missing_data     = "default"
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 1
  }

  message = <<-EOT
    {{#is_alert}}
    The last run of **{{dataset.name}}** did not open its gate, and nothing downstream of it has run.
    Which column and what changed: the message of the failed step in Argo. The kind of change: monitor "dq gate: what closed it".
    {{/is_alert}}
    {{#is_recovery}}
    A re-run of **{{dataset.name}}** opened its gate.
    {{/is_recovery}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify} ${var.page}
  EOT
}

resource "datadog_monitor" "cause" {
  name                = "dq gate: what closed it: {{dataset.name}}, {{cause.name}}"
  type                = "query alert"
  priority            = 3
  query               = "sum(last_15m):sum:argo_workflows.dq_gate.runs.count{!gate:open} by {dataset,gate,cause}.as_count() >= 1"
  on_missing_data     = "default"
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 1
  }

  message = <<-EOT
    {{#is_alert}}
    **{{dataset.name}}**: gate {{gate.name}}, cause `{{cause.name}}`.
    {{#is_exact_match "gate.name" "closed"}}The data's move: the publisher changed something, or the file is wrong.{{/is_exact_match}}
    {{#is_exact_match "gate.name" "undecided"}}The data is not known to be bad: the gate could not judge.{{/is_exact_match}}
    {{#is_exact_match "cause.name" "expectation"}}The layout is as it was; values are not what the suite expects.{{/is_exact_match}}
    {{#is_exact_match "cause.name" "not_landed"}}The file is not there: ask the publisher, or wait for it.{{/is_exact_match}}
    {{#is_exact_match "cause.name" "not_readable"}}The file is not what it claims: cut off, or of another format.{{/is_exact_match}}
    {{#is_exact_match "cause.name" "caller"}}An option, a suite or a permission is wrong; the step's message says which.{{/is_exact_match}}
    {{#is_exact_match "cause.name" "transient"}}Cloud Storage did not answer; it is tried three times more.{{/is_exact_match}}
    {{/is_alert}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify}
  EOT
}

resource "datadog_monitor" "not_run" {
  name                = "dq gate has not run for 26 hours: {{dataset.name}}"
  type                = "query alert"
  priority            = 3
  query               = "sum(last_1h):sum:argo_workflows.dq_gate.attempts.count{*} by {dataset}.as_count() < 0"
  notify_no_data      = true
  no_data_timeframe   = 1560
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 0
  }

  message = <<-EOT
    {{#is_no_data}}
    No gate of **{{dataset.name}}** has run for 26 hours: look at its CronWorkflow, and for workflows with phase Error.
    {{/is_no_data}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify}
  EOT
}

resource "datadog_monitor" "workflow_error" {
  name                = "Argo workflows end in Error"
  type                = "query alert"
  priority            = 3
  query               = "sum(last_15m):sum:argo_workflows.total.count{phase:error}.as_count() >= 1"
  on_missing_data     = "default"
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 1
  }

  message = <<-EOT
    {{#is_alert}}
    A workflow that Argo refuses (a parameter that is not given, a template that is not there) emits no metric of its own.
    `argo list --status Error`: the workflow's message says what is wrong.
    {{/is_alert}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify}
  EOT
}

resource "datadog_monitor" "slow" {
  name                = "dq gate nears its deadline: {{dataset.name}}"
  type                = "query alert"
  priority            = 4
  query               = "max(last_1h):max:argo_workflows.dq_gate.duration_seconds{*} by {dataset} > 1200"
  on_missing_data     = "default"
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 1200
  }

  message = <<-EOT
    {{#is_alert}}
    The last run of **{{dataset.name}}** took {{value}} s; at its deadline (1500 s unless the task says otherwise) it is killed.
    Raise the task's `deadline`, or give the template more CPU. Waits between attempts count too.
    {{/is_alert}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify}
  EOT
}

resource "datadog_monitor" "workflow_kind" {
  name                = "last workflow did not succeed: {{template_name.name}}"
  type                = "query alert"
  priority            = 3
  query               = "max(last_10m):max:argo_workflows.custom.last_workflow_result{*} by {template_name} >= 1"
  on_missing_data     = "default"
  require_full_window = false
  include_tags        = true
  tags                = local.tags

  monitor_thresholds {
    critical = 1
  }

  message = <<-EOT
    {{#is_alert}}
    The last workflow of kind **{{template_name.name}}** did not succeed. Where a gate's monitor alerts too, that is the reason.
    {{/is_alert}}
    {{#is_recovery}}
    A workflow of kind **{{template_name.name}}** succeeded.
    {{/is_recovery}}
    What to do: https://github.com/dq-gate/dq/blob/main/docs/closed.md
    ${var.notify}
  EOT
}
