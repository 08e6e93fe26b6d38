package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/pkg/client/clientset/versioned"
	"github.com/argoproj/argo-workflows/v4/workflow/common"
)

// kubelet gives each pod to a program, on stdin, and does with what it says what a node would: containers' states, the
// executor's outputs, or nothing but a message where the pod was lost.
type kubelet struct {
	core    kubernetes.Interface
	argo    versioned.Interface
	command []string
}

type outcome struct {
	ExitCode int32             `json:"exit_code"`
	Message  string            `json:"message"` // of the main container's end
	Outputs  map[string]string `json:"outputs"`
	Lost     string            `json:"lost"`    // the pod's own message: evicted, drained, over its deadline
	Deleted  bool              `json:"deleted"` // the pod is gone
}

func (k kubelet) run(ctx context.Context) {
	seen := map[string]bool{}
	for ctx.Err() == nil {
		pods, err := k.core.CoreV1().Pods(namespace).List(ctx, metav1.ListOptions{})
		if err == nil {
			for _, pod := range pods.Items {
				if !seen[string(pod.UID)] {
					seen[string(pod.UID)] = true
					go k.end(ctx, pod)
				}
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (k kubelet) end(ctx context.Context, pod corev1.Pod) {
	text, err := json.Marshal(pod)
	check(err)
	program := exec.CommandContext(ctx, k.command[0], k.command[1:]...)
	program.Stdin, program.Stderr = bytes.NewReader(text), os.Stderr
	said, err := program.Output()
	if ctx.Err() != nil {
		return
	}
	check(err)
	var ended outcome
	check(json.Unmarshal(said, &ended))
	pods := k.core.CoreV1().Pods(namespace)
	if ended.Deleted {
		pod.Status.Phase = corev1.PodRunning
		running, err := pods.UpdateStatus(ctx, &pod, metav1.UpdateOptions{})
		check(err)
		time.Sleep(2 * time.Second) // long enough for the controller to see it run
		check(pods.Delete(ctx, running.Name, metav1.DeleteOptions{}))
		return
	}
	if ended.Lost == "" {
		k.report(ctx, pod, ended.Outputs)
	}
	now, err := pods.Get(ctx, pod.Name, metav1.GetOptions{})
	check(err)
	now.Status.Phase, now.Status.Message = corev1.PodSucceeded, ended.Lost
	wait := int32(0)
	if ended.Lost != "" {
		wait, ended.ExitCode = 137, 137
	}
	if ended.ExitCode != 0 {
		now.Status.Phase = corev1.PodFailed
	}
	now.Status.InitContainerStatuses = []corev1.ContainerStatus{terminated("init", 0, "")}
	now.Status.ContainerStatuses = []corev1.ContainerStatus{
		terminated("wait", wait, ""), terminated("main", ended.ExitCode, ended.Message),
	}
	_, err = pods.UpdateStatus(ctx, now, metav1.UpdateOptions{})
	check(err)
}

func terminated(name string, code int32, message string) corev1.ContainerStatus {
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	began := metav1.NewTime(time.Now().Add(-time.Second))
	state := corev1.ContainerStateTerminated{ExitCode: code, Reason: reason, Message: message, StartedAt: began, FinishedAt: metav1.Now()}
	return corev1.ContainerStatus{Name: name, State: corev1.ContainerState{Terminated: &state}}
}

// report is what the executor in the wait container does with output parameters: files in the order of the template, up to
// the first that is missing and has no default.
func (k kubelet) report(ctx context.Context, pod corev1.Pod, written map[string]string) {
	outputs := wfv1.Outputs{}
	for _, output := range template(pod).Outputs.Parameters {
		value, there := written[output.ValueFrom.Path]
		if !there && output.ValueFrom.Default == nil {
			break
		}
		if !there {
			value = output.ValueFrom.Default.String()
		}
		outputs.Parameters = append(outputs.Parameters, wfv1.Parameter{Name: output.Name, Value: wfv1.AnyStringPtr(value)})
	}
	result := wfv1.WorkflowTaskResult{
		ObjectMeta: metav1.ObjectMeta{
			Name: pod.Annotations[common.AnnotationKeyNodeID],
			Labels: map[string]string{
				common.LabelKeyWorkflow:               pod.Labels[common.LabelKeyWorkflow],
				common.LabelKeyReportOutputsCompleted: "true",
			},
		},
		NodeResult: wfv1.NodeResult{Outputs: &outputs},
	}
	_, err := k.argo.ArgoprojV1alpha1().WorkflowTaskResults(namespace).Create(ctx, &result, metav1.CreateOptions{})
	check(err)
}

// template is what the controller handed to the executor.
func template(pod corev1.Pod) wfv1.Template {
	for _, container := range append(pod.Spec.InitContainers, pod.Spec.Containers...) {
		for _, variable := range container.Env {
			if variable.Name == common.EnvVarTemplate {
				var found wfv1.Template
				check(json.Unmarshal([]byte(variable.Value), &found))
				return found
			}
		}
	}
	check(fmt.Errorf("pod %s has no template", pod.Name))
	return wfv1.Template{}
}
