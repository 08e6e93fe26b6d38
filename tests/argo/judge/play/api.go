package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"

	jsonpatch "github.com/evanphx/json-patch"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/uuid"
)

// api is as much of Kubernetes as the controller talks to: it keeps objects, lists and watches them, and does nothing by
// itself. No schema, no admission, no garbage collection.
type api struct {
	lock     sync.Mutex
	revision int
	objects  map[string]map[string]object // by path of the collection's resource, then namespace/name
	watches  map[*watch]bool
}

type object = map[string]interface{}

type watch struct {
	resource, namespace string
	selector            labels.Selector
	events              chan []byte
}

func serve() (*api, *httptest.Server) {
	a := &api{objects: map[string]map[string]object{}, watches: map[*watch]bool{}}
	return a, httptest.NewServer(a)
}

var kinds = map[string]string{
	"pods": "Pod", "configmaps": "ConfigMap", "secrets": "Secret", "events": "Event", "namespaces": "Namespace",
	"serviceaccounts": "ServiceAccount", "workflows": "Workflow", "workflowtemplates": "WorkflowTemplate",
	"clusterworkflowtemplates": "ClusterWorkflowTemplate", "cronworkflows": "CronWorkflow",
	"workflowtasksets": "WorkflowTaskSet", "workflowartifactgctasks": "WorkflowArtifactGCTask",
	"workflowtaskresults": "WorkflowTaskResult", "poddisruptionbudgets": "PodDisruptionBudget",
	"selfsubjectaccessreviews": "SelfSubjectAccessReview",
}

// target is what a request's path names.
type target struct {
	version, resource, namespace, name string
}

func parse(path string) target {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	n := 2 // api/v1
	if parts[0] == "apis" {
		n = 3
	}
	t := target{version: strings.Join(parts[1:n], "/")}
	rest := parts[n:]
	if len(rest) > 2 && rest[0] == "namespaces" {
		t.namespace, rest = rest[1], rest[2:]
	}
	t.resource = rest[0]
	if len(rest) > 1 {
		t.name = rest[1]
	}
	return t
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := parse(r.URL.Path)
	query := r.URL.Query()
	selector, err := labels.Parse(query.Get("labelSelector"))
	if err != nil || kinds[t.resource] == "" {
		refuse(w, http.StatusBadRequest, fmt.Sprintf("not understood: %s", r.URL))
		return
	}
	if only, ok := strings.CutPrefix(query.Get("fieldSelector"), "metadata.name="); ok && t.name == "" && r.Method == http.MethodGet {
		t.name = ""
		selector = named{selector, only}
	}
	switch {
	case r.Method == http.MethodGet && query.Get("watch") != "":
		a.watch(w, r, t, selector)
	case r.Method == http.MethodGet && t.name == "":
		a.list(w, t, selector)
	case r.Method == http.MethodPost:
		var given object
		if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
			refuse(w, http.StatusBadRequest, err.Error())
			return
		}
		a.create(w, t, given)
	default:
		a.one(w, r, t)
	}
}

// named narrows a selector to one name: client-go asks for single objects so, when it watches them.
type named struct {
	labels.Selector
	name string
}

func (a *api) one(w http.ResponseWriter, r *http.Request, t target) {
	a.lock.Lock()
	defer a.lock.Unlock()
	there, ok := a.objects[t.resource][t.namespace+"/"+t.name]
	if !ok {
		refuse(w, http.StatusNotFound, t.resource+" "+t.name+" not found")
		return
	}
	switch r.Method {
	case http.MethodGet:
		answer(w, http.StatusOK, there)
	case http.MethodDelete:
		delete(a.objects[t.resource], t.namespace+"/"+t.name)
		a.tell("DELETED", t.resource, there)
		answer(w, http.StatusOK, there)
	case http.MethodPut, http.MethodPatch:
		var body json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			refuse(w, http.StatusBadRequest, err.Error())
			return
		}
		if r.Method == http.MethodPatch {
			old, _ := json.Marshal(there)
			body, _ = jsonpatch.MergePatch(old, body)
		}
		var next object
		if err := json.Unmarshal(body, &next); err != nil {
			refuse(w, http.StatusBadRequest, err.Error())
			return
		}
		given, _ := metadata(next)["resourceVersion"].(string)
		if r.Method == http.MethodPut && given != "" && given != metadata(there)["resourceVersion"] {
			refuse(w, http.StatusConflict, "the object has been modified")
			return
		}
		a.put(t, next, "MODIFIED")
		answer(w, http.StatusOK, next)
	default:
		refuse(w, http.StatusMethodNotAllowed, r.Method)
	}
}

func (a *api) create(w http.ResponseWriter, t target, given object) {
	if t.resource == "selfsubjectaccessreviews" {
		given["status"] = object{"allowed": true}
		answer(w, http.StatusCreated, given)
		return
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	meta := metadata(given)
	if name, _ := meta["name"].(string); name == "" {
		meta["name"] = fmt.Sprint(meta["generateName"], strings.ToLower(strconv.FormatInt(int64(a.revision+1000000), 36)))
	}
	t.name, _ = meta["name"].(string)
	if _, there := a.objects[t.resource][t.namespace+"/"+t.name]; there {
		status(w, http.StatusConflict, metav1.StatusReasonAlreadyExists, t.name)
		return
	}
	meta["namespace"], meta["uid"], meta["creationTimestamp"] = t.namespace, string(uuid.NewUUID()), metav1.Now().UTC()
	given["kind"], given["apiVersion"] = kinds[t.resource], t.version
	if t.resource == "pods" {
		given["status"] = object{"phase": "Pending"}
	}
	a.put(t, given, "ADDED")
	answer(w, http.StatusCreated, given)
}

// put keeps an object under a new revision; the lock is held.
func (a *api) put(t target, next object, what string) {
	a.revision++
	metadata(next)["resourceVersion"] = strconv.Itoa(a.revision)
	if a.objects[t.resource] == nil {
		a.objects[t.resource] = map[string]object{}
	}
	a.objects[t.resource][t.namespace+"/"+t.name] = next
	a.tell(what, t.resource, next)
}

func (a *api) tell(what, resource string, one object) {
	event, _ := json.Marshal(object{"type": what, "object": one})
	for watching := range a.watches {
		if watching.resource == resource && fits(one, watching.namespace, watching.selector) {
			watching.events <- event
		}
	}
}

func (a *api) list(w http.ResponseWriter, t target, selector labels.Selector) {
	a.lock.Lock()
	defer a.lock.Unlock()
	items := []object{}
	for _, key := range slices.Sorted(maps.Keys(a.objects[t.resource])) {
		if one := a.objects[t.resource][key]; fits(one, t.namespace, selector) {
			items = append(items, one)
		}
	}
	answer(w, http.StatusOK, object{
		"kind": kinds[t.resource] + "List", "apiVersion": t.version, "items": items,
		"metadata": object{"resourceVersion": strconv.Itoa(a.revision)},
	})
}

func (a *api) watch(w http.ResponseWriter, r *http.Request, t target, selector labels.Selector) {
	since, _ := strconv.Atoi(r.URL.Query().Get("resourceVersion"))
	watching := &watch{t.resource, t.namespace, selector, make(chan []byte, 10_000)}
	a.lock.Lock()
	for _, one := range a.objects[t.resource] { // what came between the list and this
		revision, _ := strconv.Atoi(metadata(one)["resourceVersion"].(string))
		if revision > since && fits(one, t.namespace, selector) {
			event, _ := json.Marshal(object{"type": "ADDED", "object": one})
			watching.events <- event
		}
	}
	a.watches[watching] = true
	a.lock.Unlock()
	defer func() {
		a.lock.Lock()
		delete(a.watches, watching)
		a.lock.Unlock()
	}()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	w.(http.Flusher).Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case event := <-watching.events:
			_, _ = w.Write(append(event, '\n'))
			w.(http.Flusher).Flush()
		}
	}
}

func fits(one object, namespace string, selector labels.Selector) bool {
	meta := metadata(one)
	if only, ok := selector.(named); ok && meta["name"] != only.name {
		return false
	}
	set := labels.Set{}
	given, _ := meta["labels"].(object)
	for key, value := range given {
		set[key], _ = value.(string)
	}
	return (namespace == "" || meta["namespace"] == namespace) && selector.Matches(set)
}

func metadata(one object) object {
	meta, ok := one["metadata"].(object)
	if !ok {
		meta = object{}
		one["metadata"] = meta
	}
	return meta
}

func answer(w http.ResponseWriter, code int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, code int, message string) {
	reasons := map[int]metav1.StatusReason{
		http.StatusNotFound: metav1.StatusReasonNotFound, http.StatusConflict: metav1.StatusReasonConflict,
		http.StatusBadRequest: metav1.StatusReasonBadRequest,
	}
	status(w, code, reasons[code], message)
}

func status(w http.ResponseWriter, code int, reason metav1.StatusReason, message string) {
	answer(w, code, object{
		"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "message": message,
	})
}
