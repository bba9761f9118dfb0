module github.com/textgate/textgate/bindings/go

go 1.24
