"""The DAG of two-tasks.yaml in Hera: `python hera_dag.py` prints the WorkflowTemplate, and `kubectl apply -f -` takes it."""

from hera.workflows import DAG, Counter, Gauge, Label, Parameter, Task, WorkflowTemplate
from hera.workflows.models import TemplateRef

KIND = Label(key="template_name", value="sample-module-wf")
SOURCE = "{{workflow.parameters.source}}"
LAST_RESULT = "0 where the kind's last workflow succeeded, 1 where it did not"

with WorkflowTemplate(
    name="sample-module-wf",
    entrypoint="main",
    arguments=[Parameter(name="source", value="gs://example-landing/jepx/day_ahead_20260413.csv")],
    metrics=[
        Counter(
            name="custom_finished_workflows_count",
            help="Finished workflows by kind and status",
            labels=[KIND, Label(key="status", value="{{workflow.status}}")],
            value="1",
        ),
        Gauge(
            name="custom_current_workflow_duration",
            help="Seconds that the kind's last workflow took",
            labels=[KIND],
            realtime=False,
            value="{{workflow.duration}}",
        ),
        *(
            Gauge(
                name="custom_last_workflow_result",
                help=LAST_RESULT,
                labels=[KIND],
                when="{{workflow.status}} " + status,
                realtime=False,
                value=value,
            )
            for status, value in (("== Succeeded", "0"), ("!= Succeeded", "1"))
        ),
    ],
) as workflow, DAG(name="main"):
    gate = Task(
        name="gate",
        template_ref=TemplateRef(name="dq-gate", template="gate"),
        arguments={
            "source": SOURCE,
            "dataset": "day_ahead_prices",
            "history": "gs://example-dq-results/history",
        },
    )
    transform = TemplateRef(name="task-template-ref", template="task-template")
    task1 = Task(
        name="task1",
        depends="gate.Succeeded",
        template_ref=transform,
        arguments={
            "task_name": "task1",
            "source": SOURCE,
            "generation": "{{tasks.gate.outputs.parameters.generation}}",
        },
    )
    task2 = Task(
        name="task2",
        depends="task1.Succeeded",
        template_ref=transform,
        arguments={"task_name": "task2", "source": SOURCE},
    )

if __name__ == "__main__":
    print(workflow.to_yaml(), end="")
