package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

// kept is what the API server knows of one kind: its schema's types, enums and patterns, its fields, its CEL rules.
type kept struct {
	fields *schema.Structural
	values validation.SchemaValidator
	rules  *cel.Validator
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

// admitted asks the API server's own code whether it would take the objects of the files that the CRDs are of, with
// `fieldValidation: Strict`.
func admitted(ctx context.Context, crds, files []string) []linted {
	kinds := make(map[string]kept, len(crds))
	for _, file := range crds {
		kind, k := definition(file)
		kinds[kind] = k
	}
	var results []linted
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			fail(err)
		}
		for _, text := range separator.Split(string(body), -1) {
			var object map[string]interface{}
			if err := yaml.Unmarshal([]byte(text), &object); err != nil {
				fail(fmt.Errorf("%s: %w", file, err))
			}
			kind, _ := object["kind"].(string)
			if k, ok := kinds[kind]; ok {
				results = append(results, linted{File: file, Kind: kind, Name: name(object), Error: k.mistakes(ctx, object)})
			}
		}
	}
	return results
}

func definition(file string) (string, kept) {
	body, err := os.ReadFile(file)
	if err != nil {
		fail(err)
	}
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.Unmarshal(body, &crd); err != nil {
		fail(err)
	}
	var internal apiextensions.JSONSchemaProps
	of := crd.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(of, &internal, nil); err != nil {
		fail(err)
	}
	fields, err := schema.NewStructural(&internal)
	if err != nil {
		fail(err)
	}
	values, _, err := validation.NewSchemaValidator(&internal)
	if err != nil {
		fail(err)
	}
	return crd.Spec.Names.Kind, kept{fields, values, cel.NewValidator(fields, true, celconfig.PerCallLimit)}
}

func (k kept) mistakes(ctx context.Context, object map[string]interface{}) string {
	var all []string
	for _, err := range validation.ValidateCustomResource(nil, object, k.values) {
		all = append(all, err.Error())
	}
	if k.rules != nil {
		errs, _ := k.rules.Validate(ctx, nil, k.fields, object, nil, celconfig.RuntimeCELCostBudget)
		for _, err := range errs {
			all = append(all, err.Error())
		}
	}
	unknown := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object, k.fields, true, unknown) {
		all = append(all, "unknown field "+path)
	}
	return strings.Join(all, "; ")
}

func name(object map[string]interface{}) string {
	metadata, _ := object["metadata"].(map[string]interface{})
	name, _ := metadata["name"].(string)
	generated, _ := metadata["generateName"].(string)
	return name + generated
}
