// Command judge asks Argo Workflows' own code: whether manifests are valid, and what its expressions say.
//
// On stdin one JSON object, on stdout another. `files`: manifests, read strictly and validated together, as `argo lint
// --offline` does. `crds`: Argo's definitions; the API server's code says whether it would take the files. `expressions`: retry expressions with the variables they see. `arguments`: a template as the controller
// hands it to a pod.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/expr/argoexpr"
	"github.com/argoproj/argo-workflows/v4/util/expr/env"
	"github.com/argoproj/argo-workflows/v4/util/logging"
	"github.com/argoproj/argo-workflows/v4/workflow/common"
	"github.com/argoproj/argo-workflows/v4/workflow/validate"
)

type asked struct {
	Files       []string     `json:"files"`
	CRDs        []string     `json:"crds"`
	Expressions []expression `json:"expressions"`
	Arguments   []arguments  `json:"arguments"`
}

type expression struct {
	Expression string            `json:"expression"`
	Variables  map[string]string `json:"variables"`
}

type arguments struct {
	Template string            `json:"template"` // as NAME/TEMPLATE
	Given    map[string]string `json:"given"`
}

type told struct {
	Linted      []linted          `json:"linted"`
	Admitted    []linted          `json:"admitted"`
	Expressions []string          `json:"expressions"` // true, false, or the error
	Templates   []json.RawMessage `json:"templates"`
}

type linted struct {
	File  string `json:"file"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Error string `json:"error"`
}

func main() {
	ctx := logging.WithLogger(context.Background(), logging.NewSlogLoggerCustom(logging.Error, logging.Text, os.Stderr))
	var request asked
	if err := json.NewDecoder(os.Stdin).Decode(&request); err != nil {
		fail(err)
	}
	all, mistakes := read(ctx, request.Files)
	answer := told{Linted: append(mistakes, all.lint(ctx)...), Admitted: admitted(ctx, request.CRDs, request.Files)}
	for _, one := range request.Expressions {
		answer.Expressions = append(answer.Expressions, evaluated(one))
	}
	for _, one := range request.Arguments {
		template, err := all.processed(ctx, one)
		if err != nil {
			fail(err)
		}
		answer.Templates = append(answer.Templates, template)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// evaluated does what the controller does with `retryStrategy.expression`.
func evaluated(one expression) string {
	variables := make(map[string]interface{}, len(one.Variables))
	for name, value := range one.Variables {
		variables[name] = value
	}
	again, err := argoexpr.EvalBool(one.Expression, env.GetFuncMap(variables))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(again)
}

type object struct {
	file  string
	value interface{}
}

type manifests struct {
	objects   []object
	templates map[string]*wfv1.WorkflowTemplate
	cluster   map[string]*wfv1.ClusterWorkflowTemplate
}

// read takes every object of Argo's in the files; others (ConfigMaps, Roles) are not its to judge.
func read(ctx context.Context, files []string) (manifests, []linted) {
	all := manifests{templates: map[string]*wfv1.WorkflowTemplate{}, cluster: map[string]*wfv1.ClusterWorkflowTemplate{}}
	var mistakes []linted
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			fail(err)
		}
		for _, parsed := range common.ParseObjects(ctx, body, true) {
			if _, other := parsed.Object.(*metav1.ObjectMeta); other {
				continue
			}
			if parsed.Err != nil {
				mistakes = append(mistakes, linted{File: file, Error: parsed.Err.Error()})
			}
			all.objects = append(all.objects, object{file, parsed.Object})
			switch v := parsed.Object.(type) {
			case *wfv1.WorkflowTemplate:
				all.templates[v.Name] = v
			case *wfv1.ClusterWorkflowTemplate:
				all.cluster[v.Name] = v
			}
		}
	}
	return all, mistakes
}

// Get is how templateRef finds a template; the namespace is the same for all.
func (m manifests) Get(_ context.Context, name string) (*wfv1.WorkflowTemplate, error) {
	if found, ok := m.templates[name]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no WorkflowTemplate %q among the files", name)
}

type clusterTemplates map[string]*wfv1.ClusterWorkflowTemplate

func (c clusterTemplates) Get(_ context.Context, name string) (*wfv1.ClusterWorkflowTemplate, error) {
	if found, ok := c[name]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no ClusterWorkflowTemplate %q among the files", name)
}

func (m manifests) lint(ctx context.Context) []linted {
	var results []linted
	cluster := clusterTemplates(m.cluster)
	options := validate.ValidateOpts{Lint: true}
	for _, o := range m.objects {
		var one linted
		var err error
		switch v := o.value.(type) {
		case *wfv1.Workflow:
			one = linted{Kind: "Workflow", Name: v.Name + v.GenerateName}
			err = validate.ValidateWorkflow(ctx, m, cluster, v.DeepCopy(), nil, options)
			if err == nil { // and as it would be at its submission, where no parameter may be without a value
				err = validate.ValidateWorkflow(ctx, m, cluster, v.DeepCopy(), nil, validate.ValidateOpts{Submit: true})
			}
		case *wfv1.WorkflowTemplate:
			one = linted{Kind: "WorkflowTemplate", Name: v.Name}
			err = validate.ValidateWorkflowTemplate(ctx, m, cluster, v.DeepCopy(), nil, options)
		case *wfv1.ClusterWorkflowTemplate:
			one = linted{Kind: "ClusterWorkflowTemplate", Name: v.Name}
			err = validate.ValidateClusterWorkflowTemplate(ctx, m, cluster, v.DeepCopy(), nil, options)
		case *wfv1.CronWorkflow:
			one = linted{Kind: "CronWorkflow", Name: v.Name}
			err = validate.ValidateCronWorkflow(ctx, m, cluster, v.DeepCopy(), nil)
		default:
			continue
		}
		one.File = o.file
		if err != nil {
			one.Error = err.Error()
		}
		results = append(results, one)
	}
	return results
}

// processed fills a template's inputs and everything that uses them, and leaves the rest as the controller would.
func (m manifests) processed(ctx context.Context, one arguments) (json.RawMessage, error) {
	for _, found := range m.templates {
		for _, template := range found.Spec.Templates {
			if found.Name+"/"+template.Name != one.Template {
				continue
			}
			var given wfv1.Arguments
			for name, value := range one.Given {
				given.Parameters = append(given.Parameters, wfv1.Parameter{Name: name, Value: wfv1.AnyStringPtr(value)})
			}
			filled, err := common.ProcessArgs(ctx, &template, &given, common.Parameters{}, common.Parameters{}, false, "", nil)
			if err != nil {
				return json.Marshal(map[string]string{"error": err.Error()})
			}
			text, err := yaml.Marshal(filled)
			if err != nil {
				return nil, err
			}
			return yaml.YAMLToJSON(text)
		}
	}
	return nil, fmt.Errorf("no template %q", one.Template)
}
