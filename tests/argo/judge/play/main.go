// Command play runs Argo's own workflow controller on our templates. The cluster around it is small: an API that keeps
// objects, and a kubelet that hands each pod to a program and reports what it says.
//
// On stdin: {"files": manifests, "config": the controller's ConfigMap, "workflows": names of WorkflowTemplates or Workflows
// as objects, in turn, "kubelet": command}. On stdout: what each workflow and its nodes ended as, and the controller's
// metrics after it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/pkg/client/clientset/versioned"
	"github.com/argoproj/argo-workflows/v4/util/logging"
	"github.com/argoproj/argo-workflows/v4/workflow/controller"
)

const namespace = "data-pipelines"

type asked struct {
	Files     []string        `json:"files"`
	Config    string          `json:"config"`
	Workflows []wfv1.Workflow `json:"workflows"`
	Kubelet   []string        `json:"kubelet"`
}

type ended struct {
	Name    string   `json:"name"`
	Phase   string   `json:"phase"`
	Message string   `json:"message"`
	Nodes   []node   `json:"nodes"`
	Errors  []string `json:"errors"` // conditions: a metric that was dropped says so here
	Metrics string   `json:"metrics"`
}

type node struct {
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Phase    string            `json:"phase"`
	Message  string            `json:"message"`
	Template string            `json:"template"`
	Seconds  float64           `json:"seconds"`
	Outputs  map[string]string `json:"outputs"`
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	level := logging.Level(os.Getenv("PLAY_LOG"))
	if level == "" {
		level = logging.Error
	}
	ctx = logging.WithLogger(ctx, logging.NewSlogLoggerCustom(level, logging.Text, os.Stderr))
	var request asked
	check(json.NewDecoder(os.Stdin).Decode(&request))

	cluster, server := serve()
	plain := rest.ContentConfig{ContentType: "application/json", AcceptContentTypes: "application/json"}
	config := &rest.Config{Host: server.URL, ContentConfig: plain, QPS: 1000, Burst: 1000}
	core, err := kubernetes.NewForConfig(config)
	check(err)
	argo, err := versioned.NewForConfig(config)
	check(err)
	cluster.load(request.Files)
	port := free()
	cluster.load([]string{request.Config})
	cluster.onPort(port)

	wfc, err := controller.NewWorkflowController(ctx, config, core, argo, namespace, namespace, "argoexec", "", "text",
		"workflow-controller-configmap", false)
	check(err)
	go kubelet{core, argo, request.Kubelet}.run(ctx)
	go wfc.Run(ctx, 4, 1, 4, 1, 1)
	go wfc.RunPrometheusServer(ctx, false)

	var answers []ended
	for _, workflow := range request.Workflows {
		workflow.Namespace = namespace
		made, err := argo.ArgoprojV1alpha1().Workflows(namespace).Create(ctx, &workflow, metav1.CreateOptions{})
		check(err)
		answers = append(answers, follow(ctx, argo, made.Name, port))
	}
	check(json.NewEncoder(os.Stdout).Encode(answers))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func free() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// follow waits for a workflow's end, and for the metrics that come with it.
func follow(ctx context.Context, argo versioned.Interface, name string, port int) ended {
	for {
		wf, err := argo.ArgoprojV1alpha1().Workflows(namespace).Get(ctx, name, metav1.GetOptions{})
		check(err)
		if wf.Status.Fulfilled() {
			return told(wf, scraped(port))
		}
		select {
		case <-ctx.Done():
			state, _ := json.MarshalIndent(wf.Status, "", " ")
			fmt.Fprintf(os.Stderr, "%s did not end: %s\n", name, state)
			os.Exit(1)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func told(wf *wfv1.Workflow, metrics string) ended {
	answer := ended{Name: wf.Name, Phase: string(wf.Status.Phase), Message: wf.Status.Message, Metrics: metrics}
	for _, n := range wf.Status.Nodes {
		one := node{n.Name, string(n.Type), string(n.Phase), n.Message, n.TemplateName, n.FinishedAt.Sub(n.StartedAt.Time).Seconds(), map[string]string{}}
		if n.TemplateRef != nil {
			one.Template = n.TemplateRef.Template
		}
		if n.Outputs != nil {
			for _, p := range n.Outputs.Parameters {
				one.Outputs[p.Name] = p.Value.String()
			}
		}
		answer.Nodes = append(answer.Nodes, one)
	}
	for _, condition := range wf.Status.Conditions {
		if condition.Type == wfv1.ConditionTypeMetricsError || condition.Type == wfv1.ConditionTypeSpecError {
			answer.Errors = append(answer.Errors, condition.Message)
		}
	}
	return answer
}

func scraped(port int) string {
	response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/metrics", port))
	check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(err)
	return string(body)
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

// load is `kubectl apply`, into the one namespace there is.
func (a *api) load(files []string) {
	for _, file := range files {
		body, err := os.ReadFile(file)
		check(err)
		for _, text := range separator.Split(string(body), -1) {
			var one object
			check(yaml.Unmarshal([]byte(text), &one))
			kind, _ := one["kind"].(string)
			version, _ := one["apiVersion"].(string)
			for resource, of := range kinds {
				if of != kind || kind == "Workflow" {
					continue
				}
				where := namespace
				if kind == "ClusterWorkflowTemplate" {
					where = ""
				}
				metadata(one)["namespace"] = where
				name, _ := metadata(one)["name"].(string)
				a.lock.Lock()
				a.put(target{version, resource, where, name}, one, "ADDED")
				a.lock.Unlock()
			}
		}
	}
}

// onPort serves the metrics in the clear on a free port; everything else of the ConfigMap stands as it is.
func (a *api) onPort(port int) {
	a.lock.Lock()
	defer a.lock.Unlock()
	data := a.objects["configmaps"][namespace+"/workflow-controller-configmap"]["data"].(object)
	served := strings.ReplaceAll(data["metricsConfig"].(string), "port: 9090", fmt.Sprintf("port: %d", port))
	data["metricsConfig"] = served + "secure: false\n"
}
