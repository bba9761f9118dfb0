/* The named tuples: plain facts about packs and sources. */
#include "binding.h"

static PyObject *add(PyObject *module, PyObject *make, const char *name, const char *fields, const char *doc)
{
    PyObject *type = PyObject_CallFunction(make, "ss", name, fields);
    PyObject *text = PyUnicode_FromString(doc), *package = PyUnicode_FromString("textgate");
    if (type && (!text || !package || PyObject_SetAttrString(type, "__doc__", text) != 0 ||
                 PyObject_SetAttrString(type, "__module__", package) != 0 ||
                 PyModule_AddType(module, (PyTypeObject *)type) != 0))
        Py_CLEAR(type);
    Py_XDECREF(text);
    Py_XDECREF(package);
    return type;
}

bool py_add_tuples(PyObject *module, py_state *state)
{
    PyObject *collections = PyImport_ImportModule("collections");
    PyObject *make = collections ? PyObject_GetAttrString(collections, "namedtuple") : NULL;
    bool ok = make &&
              (state->entry_type = add(module, make, "Entry", "pattern dictionary version category severity languages "
                                       "markets note id allowed advice source weight", "One entry of a pack.")) != NULL &&
              (state->info_type = add(module, make, "PackInfo", "bytes automaton_bytes states symbols entries words "
                                      "combinations patterns allowed dictionaries format unicode",
                                      "What is in a pack.")) != NULL &&
              (state->diagnostic_type = add(module, make, "Diagnostic", "file line column kind message",
                                            "Something wrong or risky in a dictionary source.")) != NULL &&
              (state->spam_type = add(module, make, "Spam", "score signals",
                                      "How much a text looks like spam, and why.")) != NULL &&
              (state->emotion_type = add(module, make, "Emotion", "label polarity scores mixed",
                                         "What a text feels.")) != NULL &&
              (state->language_type = add(module, make, "Language", "code share tag",
                                          "A language of a text, and how much of it is in that.")) != NULL &&
              (state->duplicate_type = add(module, make, "Duplicate", "id similarity error kinship begin end time number "
                                           "group", "A remembered text that a text is like.")) != NULL &&
              (state->stats_type = add(module, make, "StoreStats", "texts waiting runs keys bytes max_bytes format",
                                       "How much there is in a store.")) != NULL &&
              (state->member_type = add(module, make, "ClusterMember", "cluster of similarity",
                                        "Which cluster a text is in.")) != NULL &&
              (state->figures_type = add(module, make, "LabelFigures", "examples answers precision recall f1",
                                         "How a label fared.")) != NULL &&
              (state->evaluation_type = add(module, make, "Evaluation", "accuracy macro_f1 labels confusion sure "
                                            "sure_right answers", "How well a model does on examples.")) != NULL &&
              (state->summary_type = add(module, make, "Summary", "action score finding_count findings",
                                         "What a text that came in pieces comes to.")) != NULL;
    Py_XDECREF(collections);
    Py_XDECREF(make);
    return ok;
}

PyObject *py_tuple_of(PyObject *type, PyObject **values, size_t count)
{
    PyObject *arguments = PyTuple_New((Py_ssize_t)count), *tuple = NULL;
    bool ok = arguments != NULL;
    for (size_t i = 0; i < count; i++) {
        ok = ok && values[i];
        if (arguments)
            PyTuple_SetItem(arguments, (Py_ssize_t)i, values[i]);
        else
            Py_XDECREF(values[i]);
    }
    if (ok)
        tuple = PyObject_CallObject(type, arguments);
    Py_XDECREF(arguments);
    return tuple;
}
