package report

import (
	"fmt"
	"html/template"
	"text/template/parse"

	"github.com/propagate-go/propagate/internal/visible"
)

// showsTexts makes templates show all texts in one line in which no character is obeyed: html/template escapes what is
// markup, not marks that turn the direction of text, nor line breaks.
func showsTexts(t *template.Template) *template.Template {
	for _, one := range t.Templates() {
		if one.Tree != nil {
			showList(one.Tree, one.Tree.Root)
		}
	}
	return t
}

// showList appends the function shown to all actions of a list that print something.
func showList(tree *parse.Tree, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			// An action with a declaration prints nothing.
			if len(n.Pipe.Decl) == 0 {
				name := parse.NewIdentifier("shown").SetTree(tree).SetPos(n.Pos)
				n.Pipe.Cmds = append(n.Pipe.Cmds,
					&parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{name}})
			}
		case *parse.IfNode:
			showBranch(tree, &n.BranchNode)
		case *parse.RangeNode:
			showBranch(tree, &n.BranchNode)
		case *parse.WithNode:
			showBranch(tree, &n.BranchNode)
		}
	}
}

func showBranch(tree *parse.Tree, b *parse.BranchNode) {
	showList(tree, b.List)
	showList(tree, b.ElseList)
}

// shown returns a value as it is shown: texts, and what has a text, in one line. What is trusted stays.
func shown(v any) any {
	switch v := v.(type) {
	case string:
		return visible.Line(v)
	case fmt.Stringer:
		return visible.Line(v.String())
	case error:
		return visible.Line(v.Error())
	}
	return v
}
